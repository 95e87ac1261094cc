import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { openDocumentStore } from '../../src/index.ts';

const WRITERS = 8;

/** Puts documents from several writers at once until one put fails or `told` says stop; tells each id when its put resolved. */
export async function writeUntilStopped(url: string, name: string, told: (id: string) => boolean): Promise<void> {
  const store = await openDocumentStore(url);
  const collection = await store.collection<{ n: number }>({ name, indexes: [['n']] });
  let going = true;
  const write = async (writer: number) => {
    for (let n = 0; going; n++) {
      const id = `${writer}-${n}`;
      await collection.put(id, { n }, 0);
      if (!told(id)) going = false;
    }
  };
  try {
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  } finally {
    going = false;
    await store.close();
  }
}

/** Lets a process of its own write, kills it with SIGKILL after some ids; resolves to all ids that it had told. */
export async function writeInChild(url: string, name: string, killAfter: number): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('./write.ts', import.meta.url));
  const child = spawn(process.execPath, [script, url, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: string[] = [];
  for await (const id of createInterface({ input: child.stdout })) {
    if (told.push(id) === killAfter) child.kill('SIGKILL');
  }
  return told;
}
