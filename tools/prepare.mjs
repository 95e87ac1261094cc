// Runs on any Node from 20 on: it is what brings the pinned Node and everything else in.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const INSTALLED = join(ROOT, 'node_modules', '.yihaotong-installed');
const CONSOLE = join(ROOT, 'services', 'desk', 'console');
const BUILT = join(CONSOLE, 'dist', '.built-from');

/** Installs packages and builds the console where that was not done for these very sources. Returns the Node to run on. */
export function prepare() {
  const lock = hashOf([join(ROOT, 'package-lock.json')]);
  if (read(INSTALLED) !== lock) {
    say('正在安装依赖……', 'Installing packages …');
    // Not `npm ci`: it insists on the optional packages of other systems, which not every registry mirror carries.
    npm(['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error']);
    writeFileSync(INSTALLED, lock);
  }
  const sources = hashOf([...filesBelow(join(CONSOLE, 'src')), ...filesBelow(CONSOLE, false)]);
  if (read(BUILT) !== sources) {
    say('正在生成工作台页面……', 'Building the console …');
    npm(['run', 'build', '--silent', '-w', '@yihaotong/desk-console']);
    mkdirSync(dirname(BUILT), { recursive: true });
    writeFileSync(BUILT, sources);
  }
  return pinnedNode();
}

function pinnedNode() {
  const pinned = join(ROOT, 'node_modules', '.bin', 'node');
  if (runs(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  say(
    '随项目安装的 Node 24 无法运行（安装脚本可能被拦下）。请执行 npm rebuild node，或安装 Node 24 后重试。',
    'The Node 24 that comes with the project does not run (its install script may have been blocked). Run `npm rebuild node`, or install Node 24, and try again.',
  );
  process.exit(1);
}

function runs(node) {
  return existsSync(node) && spawnSync(node, ['--version']).status === 0;
}

function npm(args) {
  // Under `npm start` this is npm's own script: the same npm goes on, wherever it was installed.
  const [command, first] = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  const { status } = spawnSync(command, [...first, ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status === 0) return;
  say(`npm ${args[0]} 没有成功，见上文。`, `npm ${args[0]} did not succeed; see above.`);
  process.exit(1);
}

function filesBelow(folder, deep = true) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'dist' && entry.name !== 'node_modules')
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return deep ? filesBelow(path) : [];
      return [path];
    });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.toSorted()) hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path));
  return hash.digest('hex');
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function say(chinese, english) {
  process.stderr.write(`${chinese}\n${english}\n`);
}
