import { createAppAdapter } from '@yihaotong/app-adapter';
import { readSettings, runHost } from '@yihaotong/service-host';

/** The app adapter alone in its process, on the embedded drivers: as it runs where each service has its own. */
const [data = ''] = process.argv.slice(2);
const settings = readSettings({ ...process.env, PORT: '0', DATA: data });
const { url, stop } = await runHost(
  'app-adapter',
  settings,
  () => new Date(),
  async (platform) => [await createAppAdapter(platform, process.env)],
);
process.stdout.write(`${url}\n`);
process.once('SIGINT', () => void stop());
