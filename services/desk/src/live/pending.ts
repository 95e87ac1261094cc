import { LIVE_KINDS, type LiveKind, type LiveMessage } from '../api/schema.ts';
import { ANY_UNIT, type Change } from './hub.ts';

/** Most ids that one message names; above it the console fetches the list. */
const MOST_IDS = 200;

/**
 * What one console has not been told yet. It never holds more than a few hundred ids, however slow the console reads.
 */
export class Pending {
  /** Null: sees everything. */
  readonly #unitId: string | null;
  readonly #changed = new Map<LiveKind, { ids: Set<string>; more: boolean }>();

  constructor(unitId: string | null) {
    this.#unitId = unitId;
  }

  add(change: Change): void {
    const own = this.#unitId === null || change.unitId === this.#unitId;
    if (!own && change.unitId !== ANY_UNIT) return;
    const entry = this.#changed.get(change.kind) ?? { ids: new Set<string>(), more: false };
    this.#changed.set(change.kind, entry);
    if (!own || change.id === null || entry.ids.size >= MOST_IDS) entry.more = true;
    else entry.ids.add(change.id);
    // The tiles of the header count cases and petitions.
    if (change.kind === 'case' && !this.#changed.has('summary')) {
      this.#changed.set('summary', { ids: new Set(), more: true });
    }
  }

  /** Everything that is to be told, in a fixed order; afterwards nothing is pending. */
  take(): { kind: LiveKind; message: LiveMessage }[] {
    const messages = LIVE_KINDS.flatMap((kind) => {
      const entry = this.#changed.get(kind);
      return entry ? [{ kind, message: { ids: [...entry.ids], more: entry.more } }] : [];
    });
    this.#changed.clear();
    return messages;
  }
}
