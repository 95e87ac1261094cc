import { type Bench, fact } from '../bench.ts';
import { firstPage, signInLink } from '../gateway-state.ts';
import { inOwnProcess, startGateway, withFolder } from '../processes.ts';
import type { VisibleAnswer, VisibleOrders } from '../visible-client.ts';

const PER_SECOND = 500;
const SECONDS = 20;
const TARGET_MS = 1_000;

export const visible: Bench = {
  name: 'visible',
  title: 'From acknowledged to visible on the board',
  how: `A client in a process of its own posts ${PER_SECOND} petitions a second for ${SECONDS} s, after 3 s to warm up, whether answers come or not, into the whole gateway on an empty folder. Every 50th petition is looked for on the board by its query code, every 20 ms, from its acknowledgement on.`,
  run: (say) =>
    withFolder(async (folder) => {
      const server = await startGateway(folder);
      try {
        await firstPage(server.url, 0);
        const orders: VisibleOrders = {
          url: server.url,
          signIn: signInLink(server.output()),
          perSecond: PER_SECOND,
          seconds: SECONDS,
        };
        const answer = await inOwnProcess<VisibleAnswer>(new URL('../visible-client.ts', import.meta.url), orders);
        say(`visible: median ${answer.medianMs.toFixed(0)} ms`);
        return table(answer);
      } finally {
        await server.kill();
      }
    }),
};

function table(answer: VisibleAnswer) {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  return [
    fact('petitions sent', `${answer.sentPerSecond.toFixed(0)} a second`),
    fact('acknowledged, median', ms(answer.acknowledgedMedianMs)),
    {
      what: 'acknowledged to visible, median',
      figure: ms(answer.medianMs),
      target: `< ${TARGET_MS} ms`,
      met: answer.unseen === 0 && answer.medianMs < TARGET_MS,
    },
    fact('acknowledged to visible, p99', ms(answer.p99Ms)),
    fact('petitions looked for, and never seen', `${answer.sampled}, ${answer.unseen}`),
  ];
}
