import type { Policy } from '@yihaotong/hotline-policy';
import type { Gazetteer, Understand } from '@yihaotong/petition-classifier';
import {
  derivedId,
  type EventOf,
  envelope,
  type PetitionReceived,
  type PetitionUnderstood,
} from '@yihaotong/petition-event';

/** What the policy contributes to understanding. */
export function gazetteerOf({ areas, topics, unsureBelow }: Policy): Gazetteer {
  return { areas, topics, unsureBelow };
}

/** The first step, pure: one received petition, from its place in `petitions.received`, understood. */
export function understandPetition(
  { data: { petition }, subject, time }: PetitionReceived,
  origin: PetitionUnderstood['data']['origin'],
  understand: Understand,
  gazetteer: Gazetteer,
): EventOf<'petitions.understood'> {
  const understanding = understand(
    { title: petition.title, text: petition.text, district: petition.place.district },
    gazetteer,
  );
  return envelope('petition.understood', {
    id: derivedId('understood', origin.partition, origin.offset),
    source: '/services/normalizer',
    subject,
    // The petition's own time: an output is made of its input alone.
    time: new Date(time),
    data: { petition, understanding, origin },
  });
}

/** The key of `petitions.understood`: one matter meets in one partition. */
export function areaKey({ data: { understanding } }: PetitionUnderstood): string {
  return understanding.place.district ?? '';
}
