import type { Bench } from '../bench.ts';
import { firstPage } from '../gateway-state.ts';
import { npmStart, withFolder } from '../processes.ts';
import { median } from '../statistics.ts';

const STARTS = 5;
const TARGET_S = 5;

export const start: Bench = {
  name: 'start',
  title: 'From `npm start` to the first page',
  how: `\`npm start -- --empty\` on an empty folder, from the command to the moment when \`GET /\` and \`GET /readyz\` both answer 200; once everything is installed (one start before, not counted); median of ${STARTS}.`,
  async run(say) {
    const seconds: number[] = [];
    for (let number = 0; number <= STARTS; number++) {
      const took = await once();
      if (number > 0) seconds.push(took);
    }
    say(`start: ${seconds.map((took) => took.toFixed(1)).join(' · ')} s`);
    const figure = median(seconds);
    return [
      { what: 'median', figure: `${figure.toFixed(1)} s`, target: `< ${TARGET_S} s`, met: figure < TARGET_S },
      { what: 'slowest', figure: `${Math.max(...seconds).toFixed(1)} s`, target: '', met: null },
    ];
  },
};

const once = () =>
  withFolder(async (folder) => {
    const since = performance.now();
    const server = await npmStart(folder);
    const took = await firstPage(server.url, since);
    await server.stop();
    return took / 1000;
  });
