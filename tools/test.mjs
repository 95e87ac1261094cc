// `npm test`: brings in what is missing, the real servers included, checks style and types, and runs every test.
// `npm run test:quick`: without the tests that need a server. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const quick = process.argv.includes('--quick');
const patterns = process.argv.slice(2).filter((argument) => argument !== '--quick');
const node = prepare();
const environment = {
  ...process.env,
  PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
};

const run = (script, ...args) =>
  spawnSync(node, [join(ROOT, script), ...args], { cwd: ROOT, stdio: 'inherit', env: environment }).status === 0;

const checks = [];
if (patterns.length === 0) {
  checks.push(['style', run('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')]);
  checks.push(['types', run('node_modules/typescript/bin/tsc', '--noEmit')]);
}
if (!quick) checks.push(['servers', run('tools/get-servers.ts')]);

const results = mkdtempSync(join(tmpdir(), 'yihaotong-test-'));
const report = join(results, 'report.json');
const ran = run(
  'node_modules/jest/bin/jest.js',
  '--json',
  `--outputFile=${report}`,
  ...(quick ? ['--testPathIgnorePatterns', '\\.server\\.test\\.ts$'] : []),
  ...patterns,
);
const { passed, failed } = count(report, ran);
rmSync(results, { recursive: true });

for (const [name, ok] of checks) console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
const good = checks.filter(([, ok]) => ok).length;
const bad = failed + checks.length - good;
console.log(`${passed + good} passed, ${bad} failed`);
process.exitCode = bad === 0 ? 0 : 1;

/** A suite that could not run at all counts as one failure; so does a jest that ended badly without naming any. */
function count(path, ended) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  }
  const failures = report.numFailedTests + report.numRuntimeErrorTestSuites + report.numPendingTests;
  return { passed: report.numPassedTests, failed: failures === 0 && !ended ? 1 : failures };
}
