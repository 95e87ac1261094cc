import { StartError } from '@yihaotong/service-host';
import { run } from './run.ts';
import { isTextName, say } from './texts.ts';

try {
  await run(process.argv.slice(2), process.env, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  const name = `error.${error.code}`;
  process.stderr.write(`${isTextName(name) ? say(name, error.values) : error.message}\n`);
  process.exitCode = 1;
}
