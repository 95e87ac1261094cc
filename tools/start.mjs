// `npm start`: brings in what is missing, then runs the gateway on the pinned Node.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

const node = prepare();
const main = join(dirname(dirname(fileURLToPath(import.meta.url))), 'apps', 'all-in-one', 'src', 'main.ts');
// Small young generations: the gateway keeps little alive and runs for months, so memory counts more than the last percent.
const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8'];
// Two arenas of the C library instead of one a thread: SQLite's worker frees what the main thread allocated.
const env = { MALLOC_ARENA_MAX: '2', ...process.env };
const gateway = spawn(node, [...flags, main, ...process.argv.slice(2)], { stdio: 'inherit', env });

// Ctrl-C reaches the gateway from the terminal as well; it drains, and we wait for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => gateway.kill('SIGTERM'));
gateway.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
