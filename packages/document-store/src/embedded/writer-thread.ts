import { parentPort, workerData } from 'node:worker_threads';
import { Applier } from './apply.ts';
import type { Command } from './command.ts';
import { Database } from './database.ts';

/** What runs in the thread that writes: one message of commands, one transaction, one message of answers. */
const { folder, busyTimeout }: { folder: string; busyTimeout: number } = workerData;
const database = new Database(folder, busyTimeout);
const applier = new Applier(database);

parentPort?.on('message', (commands: readonly Command[] | null) => {
  if (commands) return parentPort?.postMessage(applier.apply(commands));
  database.close();
  parentPort?.close();
});
