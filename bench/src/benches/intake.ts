import { fileURLToPath } from 'node:url';
import { type Bench, fact, type Row } from '../bench.ts';
import type { LoadAnswer, LoadOrders } from '../load-client.ts';
import { inOwnProcess, type Server, startGateway, startServer, withFolder } from '../processes.ts';
import { median } from '../statistics.ts';

const ROUNDS = 4;
const CLIENTS = 64;
const TARGET = 0.5;

const script = (name: string) => fileURLToPath(new URL(`../servers/${name}.ts`, import.meta.url));

const SERVERS: Record<'bare' | 'adapter' | 'gateway', (folder: string) => Promise<Server>> = {
  bare: () => startServer(script('bare')),
  adapter: (folder) => startServer(script('adapter'), [`${folder}/data`]),
  gateway: startGateway,
};
type Name = keyof typeof SERVERS;

export const intake: Bench = {
  name: 'intake',
  title: 'Intake over HTTP, acknowledged when durable',
  how: `${CLIENTS} connections of autocannon, in a process of their own, post one petition after the other to \`POST /api/v1/petitions\`; embedded drivers, every acknowledged petition on disk (\`synchronous=FULL\`). The peer is an express endpoint that parses the same body, answers 201 and keeps nothing. ${ROUNDS} rounds, each of all three, one after the other, every time a new process on an empty folder (2 s to warm up, 4 s measured); the ratio is the median of the rounds' ratios.`,
  async run(say) {
    const rounds: Record<Name, LoadAnswer>[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const bare = await measure('bare', round);
      const adapter = await measure('adapter', round);
      const gateway = await measure('gateway', round);
      rounds.push({ bare, adapter, gateway });
      say(
        `intake ${round}/${ROUNDS}: ${[bare, adapter, gateway].map(({ rate }) => Math.round(rate)).join(' · ')} a second`,
      );
    }
    return table(rounds);
  },
};

function measure(name: Name, round: number): Promise<LoadAnswer> {
  return withFolder(async (folder) => {
    const server = await SERVERS[name](folder);
    try {
      const orders: LoadOrders = {
        url: server.url,
        connections: CLIENTS,
        warmUpSeconds: 2,
        seconds: 4,
        seed: round * 10,
      };
      return await inOwnProcess<LoadAnswer>(new URL('../load-client.ts', import.meta.url), orders);
    } finally {
      await server.kill();
    }
  });
}

function table(rounds: readonly Record<Name, LoadAnswer>[]): Row[] {
  const ratioOf = (name: Name) => median(rounds.map((round) => round[name].rate / round.bare.rate));
  const speed = (name: Name) => {
    const of = (key: keyof LoadAnswer) => median(rounds.map((round) => round[name][key]));
    return `${Math.round(of('rate'))} a second; ${of('medianMs').toFixed(0)} ms median, ${of('p99Ms').toFixed(0)} ms p99`;
  };
  const ratio = (what: string, name: Name): Row => {
    const value = ratioOf(name);
    return { what, figure: `${value.toFixed(2)} ×`, target: `≥ ${TARGET} ×`, met: value >= TARGET };
  };
  return [
    fact('bare express endpoint', speed('bare')),
    fact('app-adapter alone in its process', speed('adapter')),
    fact('whole gateway in one process', speed('gateway')),
    ratio('app-adapter : bare endpoint', 'adapter'),
    ratio('whole gateway : bare endpoint', 'gateway'),
  ];
}
