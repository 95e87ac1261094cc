import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { connect, createServer, Socket } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A port of 127.0.0.1 that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}

export interface ProcessSpec {
  /** For messages: `Kafka`. */
  name: string;
  command: string;
  args: readonly string[];
  cwd?: string;
  /** Added to this process's own environment. */
  env?: Readonly<Record<string, string>>;
  /** Up when its output has such a line, or when the port of 127.0.0.1 takes connections; with neither: at once. */
  ready?: { line: RegExp } | { port: number };
  /** How long it may take to come up; default 60,000 ms. */
  timeoutMs?: number;
}

export interface RunningProcess {
  readonly pid: number;
  /** Resolves when it is gone, however it went. */
  readonly gone: Promise<void>;
  /** The last lines of its standard output and error. */
  lastLines(): string;
  /** SIGTERM, and SIGKILL when it is still there after `graceMs` (default 10,000); resolves when it is gone. */
  stop(graceMs?: number): Promise<void>;
  /** SIGKILL: it gets no chance to save anything. Resolves when it is gone. */
  kill9(): Promise<void>;
}

/** Starts a process and waits until it is ready. It ends with this process, even when this one is killed. */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  const child = spawn(spec.command, spec.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...spec.env },
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
  });
  const output = collectLines(child);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const failure = new Promise<never>((_, reject) => {
    child.once('error', (cause) => reject(new Error(`${spec.name}: ${spec.command} does not start`, { cause })));
    child.once('exit', (code, signal) => {
      reject(
        new Error(`${spec.name} ended (${signal ?? code}) before it was ready. Its last lines:\n${output.last()}`),
      );
    });
  });
  failure.catch(() => undefined);
  const running: RunningProcess = {
    pid: child.pid ?? -1,
    gone,
    lastLines: output.last,
    stop: (graceMs = 10_000) => stop(child, gone, graceMs),
    kill9: () => stop(child, gone, 0),
  };
  if (child.pid !== undefined) guard(child.pid, gone);
  try {
    await Promise.race([failure, untilReady(spec, output)]);
  } catch (error) {
    await running.kill9();
    throw error;
  }
  return running;
}

async function stop(child: ChildProcess, gone: Promise<void>, graceMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill(graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

/**
 * A shell that waits on a pipe from this process and kills the child when the pipe ends: exit handlers alone would leave
 * servers behind whenever a test runner is killed.
 */
function guard(pid: number, gone: Promise<void>): void {
  const shell = spawn('sh', ['-c', 'cat > /dev/null; kill -9 "$1" 2> /dev/null', 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.once('error', () => undefined);
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  gone.then(() => shell.kill('SIGKILL'));
}

interface Lines {
  last(): string;
  until(pattern: RegExp): Promise<void>;
}

function collectLines(child: ChildProcess): Lines {
  const kept: string[] = [];
  const waiting: { pattern: RegExp; found: () => void }[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (kept.push(line) > 40) kept.shift();
        for (const { pattern, found } of waiting) if (pattern.test(line)) found();
      }
    });
  }
  return {
    last: () => kept.join('\n'),
    until: (pattern) =>
      kept.some((line) => pattern.test(line))
        ? Promise.resolve()
        : new Promise((found) => waiting.push({ pattern, found })),
  };
}

async function untilReady(spec: ProcessSpec, output: Lines): Promise<void> {
  const { ready, timeoutMs = 60_000 } = spec;
  if (!ready) return;
  const aborted = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `${spec.name} was not ready after ${timeoutMs} ms. Its last lines:\n`;
    timer = setTimeout(() => reject(new Error(message + output.last())), timeoutMs);
  });
  try {
    await Promise.race([late, 'line' in ready ? output.until(ready.line) : untilPortOpen(ready.port, aborted.signal)]);
  } finally {
    clearTimeout(timer);
    aborted.abort();
  }
}

/** Resolves when a port of 127.0.0.1 takes connections, or the signal is aborted. */
export async function untilPortOpen(port: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (await portOpen(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function portOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

/**
 * Runs a program to its end and gives its standard output. When the program is not on this machine the error says what to
 * install; when it fails, the error carries its last output.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: { toInstall: string; cwd?: string; env?: Readonly<Record<string, string>>; timeoutMs?: number },
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, {
      timeout: options.timeoutMs ?? 15 * 60_000,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    return stdout;
  } catch (cause) {
    const failed = cause instanceof Error ? cause : new Error(String(cause));
    if ('code' in failed && failed.code === 'ENOENT') {
      throw new Error(`"${command}" is not installed: ${options.toInstall}`, { cause });
    }
    const output = ['stdout', 'stderr'].map((name) => String(Reflect.get(failed, name) ?? '')).join('\n');
    throw new Error(`${command} ${args.join(' ')} failed:\n${output.slice(-4000)}`, { cause });
  }
}

/**
 * A folder built once per machine and recipe: `~/.cache/yihaotong/servers/<name>-<hash of the recipe's files>`. `build`
 * fills an empty folder, which then is renamed into place, so that a build that was cut off is never taken for a whole one.
 */
export async function cached(
  name: string,
  recipe: string,
  build: (folder: string, recipe: string) => Promise<void>,
): Promise<string> {
  const root = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'yihaotong', 'servers');
  const place = join(root, `${name}-${await hashOfFolder(recipe)}`);
  if (await exists(place)) return place;
  await mkdir(root, { recursive: true });
  const temporary = await mkdtemp(join(root, `.${name}-`));
  try {
    await build(temporary, recipe);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process may have built the same at the same time.
    if (!(await exists(place))) throw error;
  }
  return place;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function hashOfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  for (const path of paths.sort()) {
    hash.update(path.slice(folder.length)).update('\0');
    hash.update(await readFile(path)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
