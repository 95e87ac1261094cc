import autocannon from 'autocannon';
import { petitionSource } from './petitions.ts';
import { KEY } from './processes.ts';

/** What the client is told, as JSON in its first argument. */
export interface LoadOrders {
  url: string;
  connections: number;
  warmUpSeconds: number;
  seconds: number;
  seed: number;
}

export interface LoadAnswer {
  /** Acknowledged requests a second. */
  rate: number;
  medianMs: number;
  p99Ms: number;
}

const orders = JSON.parse(process.argv[2] ?? '{}') as LoadOrders;
await load(orders.warmUpSeconds, orders.seed);
const answer = await load(orders.seconds, orders.seed + 1);
process.send?.({ answer });

async function load(seconds: number, seed: number): Promise<LoadAnswer> {
  const next = petitionSource(seed);
  const result = await autocannon({
    url: orders.url,
    connections: orders.connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: '/api/v1/petitions',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        setupRequest: (request) => ({ ...request, body: JSON.stringify(next()) }),
      },
    ],
  });
  if (result.errors > 0 || result.non2xx > 0) throw new Error(`${result.errors} errors, ${result.non2xx} refusals`);
  return { rate: result['2xx'] / result.duration, medianMs: result.latency.p50, p99Ms: result.latency.p99 };
}
