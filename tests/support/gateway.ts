import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The integrator's key that the gateways of these tests are given. */
export const KEY = 'system-test-key-0123456789';

export interface GatewayOptions {
  /** Behind `--port 0 --data …`. */
  args?: readonly string[];
  /** Beside a key and no limits. */
  env?: Readonly<Record<string, string>>;
}

/** The whole gateway as a process of its own, on a data folder of its own; it can be killed and started again on it. */
export interface Gateway {
  /** Another one after each start. */
  readonly url: string;
  readonly pid: number;
  /** The first administrator's one-time link; null when this start printed none. */
  readonly firstSignIn: string | null;
  /** Data and keys stand in it, as `data` and `data-secrets`. */
  folder: string;
  /** What all its lives wrote on the terminal. */
  output(): string;
  /** Posts JSON to the app channel with the key. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** GETs JSON with the key. */
  get<T>(path: string): Promise<T>;
  /** Ctrl-C; resolves to the exit code when it is gone. */
  stop(): Promise<number | null>;
  kill9(): Promise<void>;
  /** Starts it again, on what the earlier life left; resolves when it is ready. */
  start(): Promise<void>;
  /** Starts it again and does not wait until it is ready. */
  begin(): void;
  /** Ends it, whatever it does, and removes its folder. */
  remove(): Promise<void>;
}

/** Resolves when it is ready; with the sample day that is before the day is played. */
export async function startGateway({ args = [], env = {} }: GatewayOptions = {}): Promise<Gateway> {
  const folder = await mkdtemp(join(tmpdir(), 'yihaotong-system-'));
  let life: Life | null = null;
  let before = '';

  const running = (): Life => {
    if (!life) throw new Error('the gateway was not started');
    return life;
  };
  const begin = () => {
    before += life?.output() ?? '';
    life = runGateway(['--port', '0', '--data', join(folder, 'data'), ...args], env);
  };
  const gateway: Gateway = {
    folder,
    get url() {
      const url = running().url();
      if (!url) throw new Error('the gateway has no port yet');
      return url;
    },
    get pid() {
      return running().process.pid ?? 0;
    },
    get firstSignIn() {
      return /http\S+\/signin\?once=\S+/.exec(running().output())?.[0] ?? null;
    },
    output: () => before + (life?.output() ?? ''),
    post: (body, headers = {}) =>
      fetch(`${gateway.url}/api/v1/petitions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async get<T>(path: string) {
      const response = await fetch(gateway.url + path, { headers: { authorization: `Bearer ${KEY}` } });
      if (!response.ok) throw new Error(`${path} answered ${response.status}`);
      return (await response.json()) as T;
    },
    async stop() {
      running().process.kill('SIGINT');
      return running().ended;
    },
    async kill9() {
      running().process.kill('SIGKILL');
      await running().ended;
    },
    begin,
    async start() {
      begin();
      await ready(running());
    },
    async remove() {
      if (life) await gateway.kill9();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await gateway.start().catch(async (error: unknown) => {
    await gateway.remove();
    throw error;
  });
  return gateway;
}

/** Runs the gateway to its end: for starts that must fail. */
export async function failedStart(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const life = runGateway(args, env);
  const hurry = setTimeout(() => life.process.kill('SIGKILL'), 60_000);
  const code = await life.ended;
  clearTimeout(hurry);
  return { code, output: life.output() };
}

interface Life {
  process: ChildProcess;
  output(): string;
  url(): string | null;
  /** Resolves to the exit code. */
  ended: Promise<number | null>;
}

function runGateway(args: readonly string[], env: Readonly<Record<string, string>>): Life {
  const main = join(ROOT, 'apps', 'all-in-one', 'src', 'main.ts');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      APP_API_KEYS: `city:${KEY}`,
      APP_RATE_LIMIT: '0',
      APP_FORM_LIMIT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  // `close` and not `exit`: by then everything it said has been read.
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { process: child, output: () => said, url: () => /已启动：(http\S+)/.exec(said)?.[1] ?? null, ended };
}

async function ready(life: Life): Promise<void> {
  await until('the gateway is ready', async () => {
    if (life.process.exitCode !== null || life.process.signalCode !== null) {
      throw new Error(`the gateway ended: ${life.output()}`);
    }
    // The list of channels is what is printed last.
    if (!life.output().includes('渠道：')) return false;
    return (await fetch(`${life.url()}/readyz`)).ok;
  });
}
