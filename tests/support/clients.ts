import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from './gateway.ts';
import { seededRandom } from './random.ts';
import { petitionWords } from './words.ts';

/** Integrators that send petition after petition, and send again, under the same key, what was not acknowledged. */
export interface Clients {
  /** Idempotency key → petition id, of everything that was acknowledged. */
  acknowledged: ReadonlyMap<string, string>;
  /** Requests that were not answered, or not with "taken": each was sent again. */
  readonly failures: number;
  /** No new petitions; resolves when each that was begun is acknowledged. */
  finish(): Promise<void>;
  /** No new petitions and no more tries; resolves when nobody sends any more. */
  giveUp(): Promise<void>;
}

export interface ClientOptions {
  count: number;
  seed: number;
  /** Pause of each between two petitions, milliseconds. */
  everyMs: number;
}

export function startClients(gateway: Gateway, { count, seed, everyMs }: ClientOptions): Clients {
  const acknowledged = new Map<string, string>();
  let failures = 0;
  let going = true;
  let trying = true;

  async function send(key: string, body: unknown): Promise<void> {
    while (trying) {
      const id = await attempt(gateway, key, body);
      if (id !== null) {
        acknowledged.set(key, id);
        return;
      }
      failures += 1;
      await pause(40);
    }
  }

  async function client(number: number): Promise<void> {
    const random = seededRandom(seed + number);
    for (let next = 0; going; next++) {
      await send(`client-${number}-${next}`, petitionWords(random));
      await pause(everyMs);
    }
  }

  const ended = Promise.all(Array.from({ length: count }, (_, number) => client(number)));
  return {
    acknowledged,
    get failures() {
      return failures;
    },
    async finish() {
      going = false;
      await ended;
    },
    async giveUp() {
      going = false;
      trying = false;
      await ended;
    },
  };
}

/** The petition's id; null when it was not acknowledged. */
async function attempt(gateway: Gateway, key: string, body: unknown): Promise<string | null> {
  try {
    const response = await gateway.post(body, { 'idempotency-key': key });
    const answer = (await response.json()) as { id?: string };
    return response.ok && answer.id !== undefined ? answer.id : null;
  } catch {
    // It is down, or died over this very request.
    return null;
  }
}
