import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached, freePort, type RunningProcess, run, startProcess } from './processes.ts';

const RECIPE = fileURLToPath(new URL('../recipes/kafka/', import.meta.url));
const OTHERWISE = 'or set KAFKA_URL=kafka://host:port to a broker that runs elsewhere';
const INSTALL_MAVEN = `install Maven (Debian: apt-get install maven), ${OTHERWISE}`;
const INSTALL_JAVA = `install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless), ${OTHERWISE}`;

export interface KafkaServer {
  /** `kafka://127.0.0.1:<port>` */
  readonly url: string;
  /** The Java process; changes with each restart. -1 when it runs elsewhere. */
  readonly pid: number;
  /** SIGKILL; the data stay. */
  kill9(): Promise<void>;
  /** Starts it again on the same port and data, after `kill9` or in place of the running one. */
  restart(): Promise<void>;
  /** Stops it and removes its data when the folder was made for it. */
  stop(): Promise<void>;
}

/** Gets Kafka's jars when they are not in the cache yet; gives their folder. */
export async function getKafka(): Promise<string> {
  return cached('kafka', RECIPE, async (folder, recipe) => {
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
    await run('mvn', ['-q', '-B', '-f', join(recipe, 'pom.xml'), ...goal], { toInstall: INSTALL_MAVEN });
  });
}

/**
 * Starts a real broker (one KRaft node) on 127.0.0.1 and waits until it serves. When KAFKA_URL is set, that broker is taken
 * instead; it cannot be killed, so the checks that kill one fail there.
 */
export async function startKafka(options: { port?: number; dataFolder?: string } = {}): Promise<KafkaServer> {
  if (process.env.KAFKA_URL) return elsewhere(process.env.KAFKA_URL);
  const jars = await getKafka();
  const port = options.port ?? (await freePort());
  const folder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'kafka-')));
  const removeData = async () => {
    if (options.dataFolder === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    await writeSettings(folder, port, await freePort());
    await format(jars, folder);
    return await control(jars, folder, port, removeData);
  } catch (error) {
    await removeData();
    throw error;
  }
}

async function control(
  jars: string,
  folder: string,
  port: number,
  removeData: () => Promise<void>,
): Promise<KafkaServer> {
  let running = await serve(jars, folder);
  return {
    url: `kafka://127.0.0.1:${port}`,
    get pid() {
      return running.pid;
    },
    kill9: () => running.kill9(),
    async restart() {
      await running.stop();
      running = await serve(jars, folder);
    },
    async stop() {
      await running.stop();
      await removeData();
    },
  };
}

function elsewhere(url: string): KafkaServer {
  const refuse = async () => {
    throw new Error(`the broker at ${url} was given by KAFKA_URL: it cannot be killed or restarted from here`);
  };
  return { url, pid: -1, kill9: refuse, restart: refuse, stop: async () => undefined };
}

async function writeSettings(folder: string, port: number, controllerPort: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const template = await readFile(join(RECIPE, 'server.properties'), 'utf8');
  const settings = template
    .replaceAll('CONTROLLER_PORT', String(controllerPort))
    .replaceAll('127.0.0.1:PORT', `127.0.0.1:${port}`)
    .replaceAll('FOLDER', folder);
  await writeFile(join(folder, 'server.properties'), settings);
}

function java(jars: string, main: readonly string[]): string[] {
  const log = '-Dorg.slf4j.simpleLogger.';
  const levels = [`${log}defaultLogLevel=warn`, `${log}log.kafka.server.KafkaRaftServer=info`];
  return ['-Xmx512m', ...levels, '-cp', `${jars}/*`, ...main];
}

async function format(jars: string, folder: string): Promise<void> {
  const formatted = await stat(join(folder, 'logs', 'meta.properties')).catch(() => null);
  if (formatted) return;
  const tool = ['kafka.tools.StorageTool'];
  const id = (await run('java', java(jars, [...tool, 'random-uuid']), { toInstall: INSTALL_JAVA })).trim();
  const args = [...tool, 'format', '-t', id, '-c', join(folder, 'server.properties')];
  await run('java', java(jars, args), { toInstall: INSTALL_JAVA });
}

function serve(jars: string, folder: string): Promise<RunningProcess> {
  return startProcess({
    name: 'Kafka',
    command: 'java',
    args: java(jars, ['kafka.Kafka', join(folder, 'server.properties')]),
    ready: { line: /Kafka Server started/ },
    timeoutMs: 120_000,
  });
}
