import { writeSync } from 'node:fs';
import { writeUntilStopped } from './writer.ts';

const [url = '', name = ''] = process.argv.slice(2);
await writeUntilStopped(url, name, (id) => writeSync(1, `${id}\n`) > 0);
