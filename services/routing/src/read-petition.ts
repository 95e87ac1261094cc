import type { Matter, Policy } from '@yihaotong/hotline-policy';
import { type Explanation, type PetitionNormalized, redact } from '@yihaotong/petition-event';
import { noteIn } from './i18n/notes.ts';
import type { CaseBody, PetitionBody } from './state.ts';

const TITLE_LENGTH = 100;
const SUMMARY_LENGTH = 500;
/** As much as the policy's words are looked for in. */
const TEXT_LENGTH = 4_000;

/** The first code points of a text; never half of one. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text.slice(0, length * 2)].slice(0, length).join('');
}

/** What lists and texts may show of a petition. */
export function shownWords(
  event: PetitionNormalized,
  policy: Policy,
): { title: string; summary: string; text: string } {
  const { title, text } = event.data.petition;
  const shown = redact(text.trim());
  const firstWords = shown.split(/[。！？!?\n]/, 1)[0] ?? '';
  return {
    title: cut(redact(title.trim()) || firstWords, TITLE_LENGTH) || noteIn(policy, 'untitled'),
    summary: cut(shown, SUMMARY_LENGTH),
    text: cut(`${redact(title.trim())}\n${shown}`, TEXT_LENGTH),
  };
}

/** What the policy is asked about a petition, or about a case after a change. */
export function matterOf(read: Omit<Matter, 'text'>, text: string): Matter {
  const { class: petitionClass, subtype, topic, urgency, place } = read;
  return { class: petitionClass, subtype, topic, urgency, place, text };
}

export function petitionBody(event: PetitionNormalized, caseId: string, policy: Policy): PetitionBody {
  const { petition } = event.data;
  return {
    caseId,
    channel: petition.channel,
    account: petition.account,
    citizen: petition.citizen,
    threadId: petition.threadId,
    nativeId: petition.nativeId,
    queryCode: petition.queryCode,
    language: petition.language,
    title: shownWords(event, policy).title,
  };
}

/** Why the petition was given its class, with the words that spoke for it. */
export function classExplanation(event: PetitionNormalized, policy: Policy): Explanation {
  const { understanding } = event.data;
  const words = understanding.evidence.class.slice(0, 5).map((evidence) => redact(evidence.words));
  const names = policy.classes.find(({ id }) => id === understanding.class)?.names ?? {};
  const found = noteIn(policy, 'classFound', {
    class: names[policy.languages[0] ?? 'zh'] ?? understanding.class,
    confidence: String(Math.round(understanding.confidence * 100)),
  });
  const because = words.length > 0 ? noteIn(policy, 'classEvidence', { words: words.join(noteIn(policy, 'and')) }) : '';
  return { text: found + because + (understanding.unsure ? noteIn(policy, 'classUnsure') : ''), policy: null };
}

/** The source position that marks a petition as handled: where the normalizer had it from, so that copies fall together. */
export function petitionMark(event: PetitionNormalized): { source: string; offset: number } {
  return { source: `petitions.understood/${event.data.origin.partition}`, offset: event.data.origin.offset };
}

export function isMarked(body: CaseBody, mark: { source: string; offset: number }): boolean {
  return (body.applied[mark.source] ?? -1) >= mark.offset;
}
