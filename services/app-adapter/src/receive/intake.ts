import { createHash, randomUUID } from 'node:crypto';
import type { Port, RawInput } from '@yihaotong/adapter-kit';
import { petitionId } from '@yihaotong/petition-event';
import type { Requests } from '../requests/reader.ts';
import type { Recent } from '../requests/recent.ts';
import type { Malformed, Problem } from './decode.ts';
import { type Entrance, writeMediaType } from './media-type.ts';
import { parse, saysWhen } from './parse.ts';

/** Largest item that is read, in bytes. */
export const MAX_ITEM_BYTES = 8 * 1024 * 1024;

export interface Item {
  entrance: Entrance;
  account: string;
  body: Uint8Array;
  /** The Content-Type as sent. */
  contentType: string;
  idempotencyKey: string | null;
}

export type Taken =
  | { kind: 'taken'; petition: Recent; again: boolean }
  /** The key stands for another body already. */
  | { kind: 'conflict' }
  | { kind: 'malformed'; code: Malformed['code'] | 'too-large'; problems: readonly Problem[]; quarantineId: string };

/** What the three doors of the channel have in common: from bytes with a known sender to a durable petition. */
export class Intake {
  readonly #port: Pick<Port<unknown>, 'accept' | 'now'>;
  readonly #requests: Requests;
  /** Fingerprints of what is being accepted at this moment, by petition id. */
  readonly #underWay = new Map<string, string>();

  constructor(port: Pick<Port<unknown>, 'accept' | 'now'>, requests: Requests) {
    this.#port = port;
    this.#requests = requests;
  }

  /** Resolves when it is durable. Throws TryAgainError when nothing can take it now. */
  async take(item: Item): Promise<Taken> {
    const raw = toRaw(item, this.#port.now());
    const parsed = raw.body.byteLength > MAX_ITEM_BYTES ? tooLarge() : parse(raw);
    const fingerprint = createHash('sha256').update(raw.body).digest('hex');
    if (parsed.kind === 'malformed') return this.#accept(raw, item, fingerprint, null, parsed);
    if (parsed.nativeId !== null) return this.#acceptOnce(raw, item, fingerprint, parsed.nativeId);
    // The kit makes an id of content and time. Where the item has no time, two who say the same at once would be one.
    const own = saysWhen(parsed) ? {} : { 'idempotency-key': `own-${randomUUID()}` };
    return this.#accept({ ...raw, headers: { ...raw.headers, ...own } }, item, fingerprint, null, null);
  }

  /** One native id is one petition: with the same body again a redelivery, with another one a conflict. */
  async #acceptOnce(raw: RawInput, item: Item, fingerprint: string, nativeId: string): Promise<Taken> {
    const id = petitionId('app', item.account, nativeId);
    const earlier = await this.#requests.get(id);
    const known = this.#underWay.get(id) ?? earlier?.body.fingerprint ?? fingerprint;
    if (known !== fingerprint) return { kind: 'conflict' };
    this.#underWay.set(id, fingerprint);
    try {
      const first = earlier && { receivedAt: new Date(earlier.body.receivedAt) };
      return await this.#accept(raw, item, fingerprint, first, null);
    } finally {
      this.#underWay.delete(id);
    }
  }

  async #accept(
    raw: RawInput,
    { account, entrance }: Item,
    fingerprint: string,
    first: Pick<Recent, 'receivedAt'> | null,
    wrong: TooLarge | Malformed | null,
  ): Promise<Taken> {
    // A redelivery is accepted again: whether the first one became durable is known to the log alone.
    const acceptance = await this.#port.accept(raw);
    const petition = acceptance.kind === 'accepted' ? acceptance.petitions[0] : undefined;
    if (petition) {
      const { receivedAt } = first ?? raw;
      const recent = { ...petition, account, entrance, fingerprint, receivedAt };
      const kept = this.#requests.taken(recent);
      return { kind: 'taken', petition: kept, again: first !== null || kept !== recent };
    }
    return {
      kind: 'malformed',
      code: wrong?.code ?? 'invalid-fields',
      problems: wrong?.problems ?? [],
      quarantineId: acceptance.kind === 'quarantined' ? acceptance.quarantineId : '',
    };
  }
}

type TooLarge = { kind: 'malformed'; code: 'too-large'; problems: readonly Problem[] };

function tooLarge(): TooLarge {
  const detail = `is larger than ${MAX_ITEM_BYTES} bytes: send attachments by address instead`;
  return { kind: 'malformed', code: 'too-large', problems: [{ pointer: '', detail }] };
}

function toRaw(item: Item, receivedAt: Date): RawInput {
  return {
    body: item.body,
    mediaType: writeMediaType(item.contentType, item.entrance),
    headers: item.idempotencyKey === null ? {} : { 'idempotency-key': item.idempotencyKey },
    account: item.account,
    receivedAt,
  };
}
