import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from './src/bench.ts';
import { intake } from './src/benches/intake.ts';
import { memory } from './src/benches/memory.ts';
import { start } from './src/benches/start.ts';
import { visible } from './src/benches/visible.ts';
import { ROOT } from './src/processes.ts';
import { type Measured, page, tableOf } from './src/report.ts';

const BENCHES: readonly Bench[] = [intake, visible, start, memory];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `${unknown.join(', ')}: no such bench; there are ${BENCHES.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(1);
}

const measured: Measured[] = [];
for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const rows = await bench.run((line) => process.stderr.write(`${line}\n`));
  measured.push({ bench, rows });
  process.stdout.write(`\n${bench.title}\n\n${tableOf(rows)}\n`);
}
if (names.length === 0) await writeFile(join(ROOT, 'docs', 'benchmarks.md'), page(measured, new Date()));
