import type { Policy } from '@yihaotong/hotline-policy';
import { type CaseEvent, type CaseSnapshot, derivedId, envelope, type ReplyRequested } from '@yihaotong/petition-event';
import type { PetitionBody } from './state.ts';

const SOURCE = '/services/routing';

/** What a decision makes known. Ids come from what caused them, so that saying it twice is saying it once. */
export interface Outputs {
  cases: CaseEvent[];
  replies: ReplyRequested[];
}

export function caseEvent(
  type: CaseEvent['type'],
  snapshot: CaseSnapshot,
  change: CaseEvent['data']['change'],
  time: Date,
): CaseEvent {
  return envelope(type, {
    id: derivedId('case-event', snapshot.caseId, change.causeId),
    source: SOURCE,
    subject: snapshot.caseId,
    time,
    data: { case: snapshot, change },
  });
}

/** To whom a reply goes. */
export interface Recipient {
  petitionId: string;
  petition: Omit<PetitionBody, 'caseId'>;
}

/** Asks the petition's own channel to tell its citizen something. */
export function replyTo(
  { petitionId, petition }: Recipient,
  reply: { kind: 'receipt' | 'answer'; caseId: string | null; causeId: string; text: string; time: Date },
  policy: Policy,
): ReplyRequested {
  const replyId = derivedId('reply', reply.kind, petitionId, reply.causeId);
  return envelope('reply.requested', {
    id: replyId,
    source: SOURCE,
    subject: replyId,
    time: reply.time,
    data: {
      replyId,
      petitionId,
      caseId: reply.caseId,
      queryCode: petition.queryCode,
      kind: reply.kind,
      channel: petition.channel,
      account: petition.account,
      citizen: petition.citizen,
      threadId: petition.threadId,
      inReplyTo: petition.nativeId,
      text: reply.text,
      fallbacks: [...policy.fallbacks(petition.channel)],
    },
  });
}

/** The key that keeps one citizen's replies in order. */
export function replyKey({ data }: ReplyRequested): string {
  return data.citizen.key ?? data.petitionId;
}
