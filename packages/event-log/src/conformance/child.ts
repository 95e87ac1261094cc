// A process of its own for checks that kill one: `node child.ts <role> <url> <topic> [<group>]`.
import { setTimeout as sleep } from 'node:timers/promises';
import { openEventLog } from '../open.ts';
import { numbered } from './kit.ts';

const [role, url = '', topic = '', group = ''] = process.argv.slice(2);
const log = await openEventLog(url);

function tell(...words: (string | number)[]): void {
  process.stdout.write(`${words.join(' ')}\n`);
}

/** Four writers, each with its own key; tells each number once it is acknowledged. */
async function append(): Promise<void> {
  const writer = async (name: number) => {
    for (let number = 0; ; number += 3) {
      const key = `writer-${name}`;
      await log.append(topic, [numbered(key, number), numbered(key, number + 1), numbered(key, number + 2)]);
      tell('acknowledged', name, number + 2);
    }
  };
  await Promise.all([0, 1, 2, 3].map(writer));
}

/** Tells each record that it handles, and each progress that is durable. */
async function consume(): Promise<void> {
  await log.consume({ group, topics: [topic], startAt: 'earliest', maxBatch: 10 }, async (batch) => {
    for (const { offset } of batch.records) {
      tell('handled', batch.partition, offset);
      await sleep(5);
      await batch.progress(offset + 1);
      tell('progressed', batch.partition, offset + 1);
    }
  });
  tell('consuming', 1);
}

/** Takes one batch and never gives it back; tells whether progress is still taken. */
async function hold(): Promise<void> {
  await log.consume({ group, topics: [topic], startAt: 'earliest', maxBatch: 1 }, async (batch) => {
    tell('holding', batch.partition);
    while (true) {
      await sleep(100);
      try {
        await batch.progress(batch.records[0]?.offset ?? 0);
      } catch (error) {
        tell(error instanceof Error ? error.name : 'unknown', batch.partition);
        return;
      }
    }
  });
}

if (role === 'append') await append();
else if (role === 'consume') await consume();
else await hold();
