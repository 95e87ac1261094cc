import { NOTHING_YET, type RequestBody } from './document.ts';

/** What was taken in a moment ago by this process. */
export interface Recent {
  id: string;
  queryCode: string;
  account: string;
  entrance: string;
  fingerprint: string;
  receivedAt: Date;
}

const MOST = 5_000;

/**
 * Bridges the moment between the acknowledgement and the projection, so that who posts and asks at once finds it.
 * It may forget: what it knows is durable on the log, and the projection makes it from there.
 */
export class RecentRequests {
  readonly #byId = new Map<string, Recent>();
  readonly #idByCode = new Map<string, string>();

  /** Returns what is kept: the first delivery, since a redelivery is answered as the first was. */
  add(recent: Recent): Recent {
    const first = this.#byId.get(recent.id);
    if (first) return first;
    this.#byId.set(recent.id, recent);
    this.#idByCode.set(recent.queryCode, recent.id);
    if (this.#byId.size > MOST) this.#forgetOldest();
    return recent;
  }

  get(id: string): Recent | null {
    return this.#byId.get(id) ?? null;
  }

  /** The store knows it now. */
  forget(id: string): void {
    const known = this.#byId.get(id);
    if (!known) return;
    this.#byId.delete(id);
    this.#idByCode.delete(known.queryCode);
  }

  byCode(queryCode: string): Recent | null {
    return this.get(this.#idByCode.get(queryCode) ?? '');
  }

  #forgetOldest(): void {
    for (const id of this.#byId.keys()) {
      this.forget(id);
      return;
    }
  }
}

/** The document that the projection will make of it first, as far as it is known. */
export function bodyOf(recent: Recent): RequestBody {
  const at = recent.receivedAt.toISOString();
  return {
    ...NOTHING_YET,
    queryCode: recent.queryCode,
    channel: 'app',
    account: recent.account,
    entrance: recent.entrance,
    fingerprint: recent.fingerprint,
    requestedAt: at,
    receivedAt: at,
    updatedAt: at,
  };
}
