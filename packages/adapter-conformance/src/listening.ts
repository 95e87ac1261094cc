/** What can be printed with. */
const CONSOLE = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/** Runs the work and resolves to everything that this process printed meanwhile; it is printed all the same. */
export async function listening(work: () => Promise<void>): Promise<string[]> {
  const printed: string[] = [];
  const undo: (() => void)[] = [];
  for (const name of CONSOLE) {
    const original = console[name];
    undo.push(() => Object.assign(console, { [name]: original }));
    const keep = (...words: unknown[]) => {
      printed.push(words.map(shown).join(' '));
      original(...words);
    };
    Object.assign(console, { [name]: keep });
  }
  for (const stream of [process.stdout, process.stderr]) {
    const original = stream.write;
    undo.push(() => Object.assign(stream, { write: original }));
    const keep = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      return Reflect.apply(original, stream, [chunk, ...rest]);
    };
    Object.assign(stream, { write: keep });
  }
  try {
    await work();
  } finally {
    for (const step of undo) step();
  }
  return printed;
}

function shown(word: unknown): string {
  if (word instanceof Error) return `${word.stack} ${String(word.cause ?? '')}`;
  return typeof word === 'string' ? word : (JSON.stringify(word) ?? String(word));
}
