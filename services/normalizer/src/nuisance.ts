import type { Policy } from '@yihaotong/hotline-policy';
import type { PetitionNormalized, PetitionUnderstood } from '@yihaotong/petition-event';

type Invalid = PetitionNormalized['data']['invalid'];

/** Watches each citizen's items within the policy's minutes. The same inputs in the same order give the same verdicts. */
export interface NuisanceWatch {
  /** Judges an item and remembers it. Null: it is a petition. */
  judge(event: PetitionUnderstood, policy: Policy): Invalid;
}

/** Characters up to which a text says nothing that could be handled: 「喂，你好」. */
const CONTENTLESS = 6;

/** Citizens in memory; beyond, the longest silent is forgotten. */
const MOST_CITIZENS = 50_000;

/**
 * The same citizen again and again within minutes, without content or in the same words, is a nuisance: from the
 * policy's count on its items are invalid. Never one that is urgent: a child that calls six times may be in danger.
 */
export function createNuisanceWatch(): NuisanceWatch {
  const recent = new Map<string, { at: number; text: string }[]>();
  return {
    judge({ data: { petition, understanding } }, { nuisance }) {
      const key = petition.citizen.key;
      if (key === null) return null;
      const at = Date.parse(petition.receivedAt);
      const text = bare(petition.text);
      const from = at - nuisance.withinMinutes * 60_000;
      const calls = [...(recent.get(key) ?? []).filter((call) => call.at >= from), { at, text }].slice(-100);
      remember(recent, key, calls);
      if (understanding.urgency > 0 || !saysNothingNew(text, calls)) return null;
      const empty = calls.filter((call) => saysNothingNew(call.text, calls)).length;
      if (empty < nuisance.count) return null;
      return {
        code: 'nuisance',
        reason: `${empty} × ${nuisance.withinMinutes} min (≥ ${nuisance.count})`,
      };
    },
  };
}

function saysNothingNew(text: string, calls: readonly { text: string }[]): boolean {
  return [...text].length <= CONTENTLESS || calls.filter((call) => call.text === text).length > 1;
}

const bare = (text: string) => text.replaceAll(/[\p{P}\p{S}\s]/gu, '');

function remember(
  recent: Map<string, { at: number; text: string }[]>,
  key: string,
  calls: { at: number; text: string }[],
) {
  recent.delete(key);
  recent.set(key, calls);
  const [oldest] = recent.size > MOST_CITIZENS ? recent.keys() : [];
  if (oldest !== undefined) recent.delete(oldest);
}
