import type { Policy } from '@yihaotong/hotline-policy';
import { createMatterIndex, type MatchInput } from '@yihaotong/matter-matching';
import {
  derivedId,
  envelope,
  type PetitionNormalized,
  type PetitionUnderstood,
  type Relation,
} from '@yihaotong/petition-event';
import { createNuisanceWatch } from './nuisance.ts';

type Origin = PetitionUnderstood['data']['origin'];

/**
 * What matching knows of one partition. All of it comes from the partition's own records, in their order, so that it can
 * be rebuilt from the outputs and another process decides alike.
 */
export interface PartitionMatcher {
  /** Decides one understood petition; null for a copy that the log holds twice. */
  match(event: PetitionUnderstood, origin: Origin, policy: Policy): PetitionNormalized | null;
  /** Takes an earlier output in without deciding again. */
  restore(output: PetitionNormalized, policy: Policy): void;
  /** Where the outputs end: the next offset of `petitions.understood` to decide, null when there are none. */
  readonly next: number | null;
}

export function createPartitionMatcher({ windowMs }: { windowMs: number }): PartitionMatcher {
  const index = createMatterIndex({ windowMs });
  const nuisance = createNuisanceWatch();
  // Highest offset of `petitions.received` seen, by its partition. The first step writes each partition's outputs in
  // order and without gaps, so whatever is not higher is a copy of its own making, not a redelivery by the channel.
  const seen = new Map<number, number>();
  let next: number | null = null;

  const isCopy = ({ partition, offset }: Origin) => offset <= (seen.get(partition) ?? -1);

  return {
    get next() {
      return next;
    },
    match(event, origin, policy) {
      next = origin.offset + 1;
      if (isCopy(event.data.origin)) return null;
      seen.set(event.data.origin.partition, event.data.origin.offset);
      const relation = index.match(matchInput(event));
      const invalid = relation.kind === 'redelivery' ? null : nuisance.judge(event, policy);
      return normalized(event, origin, relation, invalid);
    },
    restore(output, policy) {
      const { petition, understanding, relation, origin, received } = output.data;
      if (next !== null && origin.offset < next) return;
      next = origin.offset + 1;
      seen.set(received.partition, received.offset);
      const event = {
        ...output,
        type: 'petition.understood' as const,
        data: { petition, understanding, origin: received },
      };
      index.restore(matchInput(event), relation);
      if (relation.kind !== 'redelivery') nuisance.judge(event, policy);
    },
  };
}

function matchInput({ subject, data: { petition, understanding } }: PetitionUnderstood): MatchInput {
  return {
    id: subject,
    citizenKey: petition.citizen.key,
    title: petition.title,
    text: petition.text,
    topic: understanding.topic,
    place: understanding.place,
    // A clock that runs ahead must not make the index forget everything before it.
    occurredAt: Math.min(Date.parse(petition.occurredAt), Date.parse(petition.receivedAt)),
  };
}

function normalized(
  { subject, time, data: { petition, understanding, origin: received } }: PetitionUnderstood,
  origin: Origin,
  relation: Relation,
  invalid: PetitionNormalized['data']['invalid'],
): PetitionNormalized {
  const again = relation.kind === 'redelivery';
  return envelope('petition.normalized', {
    id: again ? derivedId('redelivery', subject, received.partition, received.offset) : subject,
    source: '/services/normalizer',
    subject,
    time: new Date(time),
    data: { petition, understanding, relation, invalid, origin, received },
  });
}
