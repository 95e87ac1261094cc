import type { Collection, FindOptions, Stored } from '@yihaotong/document-store';
import type { RequestBody } from './document.ts';
import { bodyOf, type Recent, RecentRequests } from './recent.ts';

export type FoundRequest = Pick<Stored<RequestBody>, 'id' | 'body'>;

/** Which petitions a list shows; newest first. */
export interface RequestFilter {
  /** The doors whose petitions are shown. */
  entrances: readonly string[];
  /** Petition ids; when given, nothing else counts but the doors. */
  ids: readonly string[] | null;
  topics: readonly string[] | null;
  statuses: readonly string[] | null;
  from: Date;
  /** Inclusive. */
  to: Date;
}

/** Asks for petitions: those of the store, and those that are on their way into it. */
export class Requests {
  readonly #collection: Pick<Collection<RequestBody>, 'get' | 'find'>;
  readonly #recent = new RecentRequests();

  constructor(collection: Pick<Collection<RequestBody>, 'get' | 'find'>) {
    this.#collection = collection;
  }

  /** Makes a petition findable that became durable just now; returns its first delivery where there was one before. */
  taken(recent: Recent): Recent {
    return this.#recent.add(recent);
  }

  /** The store has caught up with these. */
  stored(ids: Iterable<string>): void {
    for (const id of ids) this.#recent.forget(id);
  }

  async get(id: string): Promise<FoundRequest | null> {
    const stored = await this.#collection.get(id);
    // Step 0: only its case is known so far.
    if (stored && stored.body.step > 0) return stored;
    const recent = this.#recent.get(id);
    return recent && { id, body: bodyOf(recent) };
  }

  async byQueryCode(queryCode: string): Promise<FoundRequest | null> {
    const { items } = await this.#collection.find({ where: { queryCode }, limit: 1 });
    const recent = this.#recent.byCode(queryCode);
    return items[0] ?? (recent && { id: recent.id, body: bodyOf(recent) });
  }

  /** One page of the app channel's petitions; pages are numbered from 1. */
  async list(filter: RequestFilter, page: number, pageSize: number): Promise<FoundRequest[]> {
    if (filter.ids) {
      const found = await Promise.all([...new Set(filter.ids)].map((id) => this.get(id)));
      const shown = found.filter((one) => one !== null && isShown(one, filter.entrances)) as FoundRequest[];
      return shown.slice((page - 1) * pageSize, page * pageSize);
    }
    let after: string | null = null;
    for (let number = 1; ; number++) {
      const found = await this.#collection.find({ ...query(filter), limit: pageSize, after });
      if (number === page) return found.items;
      if (found.next === null) return [];
      after = found.next;
    }
  }
}

const isShown = ({ body }: FoundRequest, entrances: readonly string[]) =>
  body.channel === 'app' && entrances.includes(body.entrance);

function query({ entrances, topics, statuses, from, to }: RequestFilter): FindOptions {
  return {
    where: {
      channel: 'app',
      entrance: { in: entrances },
      requestedAt: { gte: from.toISOString(), lte: to.toISOString() },
      ...(topics && { topic: { in: topics } }),
      ...(statuses && { status: { in: statuses } }),
    },
    sort: { field: 'requestedAt', direction: 'descending' },
  };
}
