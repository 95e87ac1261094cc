import { randomUUID } from 'node:crypto';
import type { Collection } from '@yihaotong/document-store';
import type { AuditRow } from '../api/schema.ts';
import type { AuditBody } from '../store/bodies.ts';

/** What is written of each act. */
export interface Act {
  who: string;
  role: string;
  action: string;
  target: string;
  reason?: string;
}

/** Who did what, when and why. A line is durable before what it tells of happens. */
export class Audit {
  readonly #collection: Collection<AuditBody>;
  readonly #now: () => Date;

  constructor(collection: Collection<AuditBody>, now: () => Date) {
    this.#collection = collection;
    this.#now = now;
  }

  async write({ reason, ...act }: Act): Promise<void> {
    const body: AuditBody = { ...act, at: this.#now().toISOString(), reason: reason ?? null };
    await this.#collection.put(randomUUID(), body, 0);
  }

  async list(query: {
    who?: string | undefined;
    target?: string | undefined;
    after?: string | undefined;
    limit: number;
  }): Promise<{ items: AuditRow[]; next: string | null }> {
    const where = {
      ...(query.who === undefined ? {} : { who: query.who }),
      ...(query.target === undefined ? {} : { target: query.target }),
    };
    const page = await this.#collection.find({
      where,
      sort: { field: 'at', direction: 'descending' },
      after: query.after ?? null,
      limit: query.limit,
    });
    return {
      items: page.items.map(({ body: { at, who, role, action, target, reason } }) => ({
        at,
        who,
        role,
        action,
        target,
        reason,
      })),
      next: page.next,
    };
  }
}
