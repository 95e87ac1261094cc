import type { Understanding } from '@yihaotong/petition-event';

export interface ClassifierInput {
  title: string;
  text: string;
  /** The district that the channel stated, if any. */
  district?: string | null;
}

/** Words and names that the policy contributes. */
export interface Gazetteer {
  areas: readonly { name: string; aliases: readonly string[] }[];
  topics: readonly { name: string; words: readonly string[]; children: Gazetteer['topics'] }[];
  unsureBelow: number;
}

/** A pure function over a loaded model file. */
export type Understand = (input: ClassifierInput, gazetteer: Gazetteer) => Understanding;
