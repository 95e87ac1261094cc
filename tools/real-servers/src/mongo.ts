import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, freePort, type RunningProcess, run, startProcess } from './processes.ts';

const RICH = fileURLToPath(new URL('../recipes/mongo-rich/', import.meta.url));
const DURABLE = fileURLToPath(new URL('../recipes/mongo-durable/', import.meta.url));
const OTHERWISE = 'or set MONGODB_URL=mongodb://host:port to a server that runs elsewhere';
const INSTALL_MAVEN = `install Maven (Debian: apt-get install maven), ${OTHERWISE}`;
const INSTALL_JAVA = `install a JDK 17 or newer (Debian: apt-get install openjdk-17-jdk-headless), ${OTHERWISE}`;
const INSTALL_GO = `install Go 1.22 or newer (Debian: apt-get install golang-go), ${OTHERWISE}`;

export interface MongoServer {
  /** `mongodb://127.0.0.1:<port>`; see `databaseUrl`. */
  readonly url: string;
  /** The server's process; changes with each restart. */
  readonly pid: number;
  /** SIGKILL; the data folder, where there is one, stays. */
  kill9(): Promise<void>;
  /** Starts it again on the same port and data, after `kill9` or in place of the running one. */
  restart(): Promise<void>;
  /** Stops it and removes its data when the folder was made for it. */
  stop(): Promise<void>;
}

/** Gets the rich server (mongo-java-server) when it is not in the cache yet; gives its folder. */
export async function getRichMongo(): Promise<string> {
  return cached('mongo-rich', RICH, async (folder, recipe) => {
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
    await run('mvn', ['-q', '-B', '-f', join(recipe, 'pom.xml'), ...goal], { toInstall: INSTALL_MAVEN });
    const source = join(recipe, 'MongoRich.java');
    await run('javac', ['-cp', `${folder}/*`, '-d', folder, source], { toInstall: INSTALL_JAVA });
  });
}

/** Builds the durable server (FerretDB over SQLite) when it is not in the cache yet; gives its folder. */
export async function getDurableMongo(): Promise<string> {
  return cached('mongo-durable', DURABLE, async (folder, recipe) => {
    const source = await mkdtemp(join(tmpdir(), 'mongo-durable-'));
    try {
      await cp(recipe, source, { recursive: true });
      const args = ['build', '-mod=mod', '-trimpath', '-o', join(folder, 'mongo-durable'), '.'];
      await run('go', args, { toInstall: INSTALL_GO, cwd: source });
    } finally {
      await rm(source, { recursive: true, force: true });
    }
  });
}

/** Starts the server that knows most operators of MongoDB and keeps everything in memory. */
export async function startRichMongo(): Promise<MongoServer> {
  const elsewhere = process.env.MONGODB_URL;
  if (elsewhere) return serverElsewhere(elsewhere);
  const folder = await getRichMongo();
  const port = await freePort();
  return serverOf(port, () =>
    startProcess({
      name: 'The rich MongoDB server',
      command: 'java',
      args: ['-Xmx512m', '-cp', `${folder}/*:${folder}`, 'MongoRich', String(port)],
      ready: { line: /^serving$/ },
    }),
  );
}

/** Starts the server that keeps its data in a folder: what it acknowledged survives `kill9`. */
export async function startDurableMongo(options: { dataFolder?: string } = {}): Promise<MongoServer> {
  const elsewhere = process.env.MONGODB_URL;
  if (elsewhere) return serverElsewhere(elsewhere);
  const folder = await getDurableMongo();
  const port = await freePort();
  const made = options.dataFolder === undefined ? await mkdtemp(join(tmpdir(), 'mongo-data-')) : null;
  const data = options.dataFolder ?? made ?? '';
  await mkdir(data, { recursive: true });
  const start = () =>
    startProcess({
      name: 'The durable MongoDB server',
      command: join(folder, 'mongo-durable'),
      args: [`127.0.0.1:${port}`, data],
      ready: { port },
    });
  return serverOf(port, start, async () => {
    if (made !== null) await rm(made, { recursive: true, force: true });
  });
}

async function serverOf(
  port: number,
  start: () => Promise<RunningProcess>,
  clean: () => Promise<void> = async () => {},
): Promise<MongoServer> {
  let running = await start();
  return {
    url: `mongodb://127.0.0.1:${port}`,
    get pid() {
      return running.pid;
    },
    kill9: () => running.kill9(),
    async restart() {
      await running.stop();
      running = await start();
    },
    async stop() {
      await running.stop();
      await clean();
    },
  };
}

/** The URL of one database of a server; options as in `serverSelectionTimeoutMS=500`. */
export function databaseUrl(server: string, database: string, options = ''): string {
  const [, start = server, own = ''] = /^([^:]+:\/\/[^/?]+)(?:\/[^?]*)?(?:\?(.*))?$/.exec(server) ?? [];
  const all = [own, options].filter((part) => part !== '').join('&');
  return `${start}/${database}${all && `?${all}`}`;
}

/** A server that somebody else runs is used, never stopped. */
function serverElsewhere(url: string): MongoServer {
  const refuse = async () => {
    throw new Error(`the server of MONGODB_URL runs elsewhere and is not killed from here: unset it for this test`);
  };
  return { url, pid: -1, kill9: refuse, restart: refuse, stop: async () => {} };
}
