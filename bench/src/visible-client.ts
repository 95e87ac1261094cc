import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './http-client.ts';
import { petitionSource } from './petitions.ts';
import { KEY } from './processes.ts';
import { median, quantile } from './statistics.ts';

export interface VisibleOrders {
  url: string;
  /** The first administrator's link. */
  signIn: string;
  perSecond: number;
  seconds: number;
}

export interface VisibleAnswer {
  sentPerSecond: number;
  acknowledgedMedianMs: number;
  /** From the acknowledgement to the board, of the sample. */
  medianMs: number;
  p99Ms: number;
  sampled: number;
  /** Of the sample, not on the board within a minute. */
  unseen: number;
}

/** Each of how many petitions is looked for on the board. */
const SAMPLED = 50;
const POLL_MS = 20;
/** Who was not seen after a second is looked for less often, so that looking does not become the load. */
const SLOW_POLL_MS = 250;
const GIVE_UP_MS = 60_000;
const TICK_MS = 10;

const { url, signIn, perSecond, seconds } = JSON.parse(process.argv[2] ?? '{}') as VisibleOrders;
const cookie = await signedIn();
const next = petitionSource(77);
await run(perSecond, 3);
process.send?.({ answer: await run(perSecond, seconds) });

/** Sends at a steady rate, whether answers come or not. */
async function run(rate: number, duration: number): Promise<VisibleAnswer> {
  const acknowledged: number[] = [];
  const waits: Promise<number | null>[] = [];
  const sends: Promise<void>[] = [];
  const start = performance.now();
  for (let elapsed = 0; elapsed < duration * 1000; elapsed = performance.now() - start) {
    for (const due = Math.floor((elapsed * rate) / 1000); sends.length < due; ) {
      const isSampled = sends.length % SAMPLED === 0;
      sends.push(
        send().then(({ code, took }) => {
          acknowledged.push(took);
          if (isSampled) waits.push(untilVisible(code));
        }),
      );
    }
    await pause(TICK_MS);
  }
  const took = performance.now() - start;
  await Promise.all(sends);
  const all = await Promise.all(waits);
  const seen = all.filter((wait) => wait !== null);
  return {
    sentPerSecond: sends.length / (took / 1000),
    acknowledgedMedianMs: median(acknowledged),
    medianMs: median(seen),
    p99Ms: quantile(seen, 0.99),
    sampled: all.length,
    unseen: all.length - seen.length,
  };
}

async function send(): Promise<{ code: string; took: number }> {
  const start = performance.now();
  const { status, text } = await ask(`${url}/api/v1/petitions`, { authorization: `Bearer ${KEY}` }, next());
  if (status !== 201) throw new Error(`the gateway answered ${status}`);
  const { queryCode } = JSON.parse(text) as { queryCode: string };
  return { code: queryCode, took: performance.now() - start };
}

/** Milliseconds from now until the board finds the case by the petition's code, as an operator would. */
async function untilVisible(code: string): Promise<number | null> {
  const start = performance.now();
  for (;;) {
    const { status, text } = await ask(`${url}/api/desk/cases?q=${code}&limit=1`, { cookie });
    if (status !== 200) throw new Error(`the board answered ${status}`);
    const { items } = JSON.parse(text) as { items: unknown[] };
    const waited = performance.now() - start;
    if (items.length > 0) return waited;
    if (waited > GIVE_UP_MS) return null;
    await pause(waited < 1_000 ? POLL_MS : SLOW_POLL_MS);
  }
}

async function signedIn(): Promise<string> {
  const { status, headers } = await ask(
    `${url}/api/desk/session/first`,
    { 'x-requested-with': 'console' },
    { once: new URL(signIn).searchParams.get('once'), name: 'bench', password: 'a-password-of-the-bench' },
  );
  if (status !== 201) throw new Error(`signing in answered ${status}`);
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}
