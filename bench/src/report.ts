import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { Bench, Row } from './bench.ts';

export interface Measured {
  bench: Bench;
  rows: readonly Row[];
}

/** The table of one bench, as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ what, figure, target, met }) => [
    what,
    figure,
    target,
    met === null ? '' : met ? 'yes' : '**no**',
  ]);
  const all = [['', 'measured', 'wanted', 'met'], ['---', '---', '---', '---'], ...lines];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The page `docs/benchmarks.md`. */
export function page(measured: readonly Measured[], now: Date): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`;
  return `# Benchmarks

Written by \`npm run bench\`; \`npm run bench -- <name>\` runs one of them and writes nothing. Servers and clients run on one
machine and share its processors, so absolute figures say little elsewhere; ratios are from one run.

- Machine: ${machine}
- Date: ${now.toISOString().slice(0, 10)}

${measured.map(section).join('\n')}`;
}

function section({ bench, rows }: Measured): string {
  return `## ${bench.title} (\`${bench.name}\`)

${bench.how}

${tableOf(rows)}
`;
}
