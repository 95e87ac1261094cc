import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const MAIN = join(ROOT, 'apps', 'all-in-one', 'src', 'main.ts');
export const KEY = 'bench-key-0123456789abcdef';

const QUIET = '--disable-warning=ExperimentalWarning';

/** A server in a process of its own. */
export interface Server {
  url: string;
  pid: number;
  /** What it printed. */
  output(): string;
  /** Ctrl-C; resolves when it is gone. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Runs `node <script> <args>` and waits until it says where it is (the first address that it prints). */
export function startServer(script: string, args: readonly string[] = []): Promise<Server> {
  return begin(process.execPath, [QUIET, script, ...args]);
}

/** The whole gateway on a folder. */
export const startGateway = (folder: string) =>
  startServer(MAIN, ['--port', '0', '--data', join(folder, 'data'), '--empty']);

/** The same as a newcomer does it. */
export const npmStart = (folder: string) =>
  begin('npm', ['start', '--silent', '--', '--port', '0', '--data', join(folder, 'data'), '--empty']);

async function begin(command: string, args: readonly string[]): Promise<Server> {
  // A group of its own: Ctrl-C in a terminal goes to all of a group, to npm and to what it runs.
  const child = spawn(command, args, {
    cwd: ROOT,
    detached: true,
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = async (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      process.kill(-child.pid, signal);
    await ended;
  };
  const url = await addressIn(child, () => said);
  return { url, pid: child.pid ?? 0, output: () => said, stop: () => end('SIGINT'), kill: () => end('SIGKILL') };
}

async function addressIn(child: ChildProcess, output: () => string): Promise<string> {
  for (;;) {
    // A space or a line end behind it: the whole address was read.
    const found = /(http:\/\/127\.0\.0\.1:\d+)\s/.exec(output())?.[1];
    if (found) return found;
    if (child.exitCode !== null) throw new Error(`a server ended: ${output()}`);
    await pause(2);
  }
}

/** No limit on requests, or the limit would be what is measured. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, APP_API_KEYS: `bench:${KEY}`, APP_RATE_LIMIT: '0', APP_FORM_LIMIT: '0' };
}

/** Runs a client in a process of its own, so that it shares no event loop with what it measures; resolves to its answer. */
export function inOwnProcess<Answer>(script: URL, orders: unknown): Promise<Answer> {
  const child = fork(script, [JSON.stringify(orders)], { execArgv: [QUIET] });
  return new Promise((resolve, reject) => {
    let answer: { answer: Answer } | null = null;
    child.on('message', (message: { answer: Answer }) => {
      answer = message;
    });
    child.once('exit', (code) => (answer ? resolve(answer.answer) : reject(new Error(`a client ended with ${code}`))));
  });
}

/** Resident memory of a process, MB. */
export function residentMegabytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

/** A folder for one run, removed after it. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'yihaotong-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
