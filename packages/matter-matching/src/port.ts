import type { FoundPlace, Relation } from '@yihaotong/petition-event';

/** What the index needs to know of a petition. */
export interface MatchInput {
  id: string;
  citizenKey: string | null;
  title: string;
  text: string;
  topic: string;
  place: FoundPlace;
  /** Milliseconds since the epoch. */
  occurredAt: number;
}

/** In memory, bounded by the window; not shared between partitions. The same inputs in the same order give the same decisions. */
export interface MatterIndex {
  /** Decides what the petition is about and remembers it. */
  match(input: MatchInput): Relation;
  /** Remembers an earlier decision without deciding again: how the index is rebuilt from the output topic. */
  restore(input: MatchInput, relation: Relation): void;
  readonly size: number;
}
