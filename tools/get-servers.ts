import { pathToFileURL } from 'node:url';
import { getChromium } from './real-servers/src/chromium.ts';
import { getKafka } from './real-servers/src/kafka.ts';
import { getDurableMongo, getRichMongo } from './real-servers/src/mongo.ts';
import { getSchemathesis } from './real-servers/src/schemathesis.ts';

const SERVERS: readonly { name: string; get: () => Promise<string> }[] = [
  { name: 'Kafka', get: getKafka },
  { name: 'MongoDB protocol, rich', get: getRichMongo },
  { name: 'MongoDB protocol, durable', get: getDurableMongo },
  { name: 'Chromium', get: getChromium },
  { name: 'schemathesis', get: getSchemathesis },
];

/**
 * Gets everything that the tests with real servers need and this machine has not got yet, side by side; a line for each.
 * Resolves to false when something is missing, after having said what to do about it.
 */
export async function getServers(print: (line: string) => void): Promise<boolean> {
  const got = await Promise.all(
    SERVERS.map(async ({ name, get }) => {
      try {
        print(`${name}: ${await get()}`);
        return true;
      } catch (error) {
        print(`${name}: missing. ${error instanceof Error ? error.message : error}`);
        return false;
      }
    }),
  );
  return got.every(Boolean);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const complete = await getServers((line) => console.log(line));
  if (!complete) process.exitCode = 1;
}
