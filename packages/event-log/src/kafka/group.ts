import { AssignerProtocol } from 'kafkajs';
import type { Cluster } from './internals.ts';
import { protocolError, type Wire } from './wire.ts';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;

/** Partition i of every topic goes to the same member, so that streams of one key can be joined. */
const PROTOCOL = 'copartitioned';
export const SESSION_TIMEOUT_MS = 10_000;
/** How long a running handler may take to stop when the group shares anew; after that its work is refused. */
const REBALANCE_TIMEOUT_MS = 60_000;

export interface Place {
  topic: string;
  partition: number;
}

/** A share of the partitions, valid until the group shares anew. */
export interface Generation {
  id: number;
  memberId: string;
  places: Place[];
}

/** The group has moved on without this member: what it still wants to save is refused. */
export function isFenced(error: unknown): boolean {
  const type = protocolError(error);
  return (
    type === 'ILLEGAL_GENERATION' ||
    type === 'UNKNOWN_MEMBER_ID' ||
    type === 'FENCED_INSTANCE_ID' ||
    type === 'REBALANCE_IN_PROGRESS'
  );
}

/** One member's side of Kafka's group protocol: one method per request. */
export class Group {
  readonly id: string;
  readonly topics: readonly string[];
  readonly #wire: Wire;
  #memberId = '';
  #joining = false;

  constructor(id: string, topics: readonly string[], wire: Wire) {
    this.id = id;
    this.topics = topics;
    this.#wire = wire;
  }

  /** Waits until all members have joined and the leader has shared the partitions out. */
  async join(): Promise<Generation> {
    this.#joining = true;
    try {
      return await this.#join();
    } catch (error) {
      if (protocolError(error) === 'UNKNOWN_MEMBER_ID') this.#memberId = '';
      throw error;
    } finally {
      this.#joining = false;
    }
  }

  async #join(): Promise<Generation> {
    const groupId = this.id;
    const metadata = MemberMetadata.encode({ version: 1, topics: [...this.topics], userData: Buffer.alloc(0) });
    const joined = await this.#wire.coordinator(groupId, (broker) =>
      broker.joinGroup({
        groupId,
        sessionTimeout: SESSION_TIMEOUT_MS,
        rebalanceTimeout: REBALANCE_TIMEOUT_MS,
        memberId: this.#memberId,
        groupProtocols: [{ name: PROTOCOL, metadata }],
      }),
    );
    this.#memberId = joined.memberId;
    const leads = joined.leaderId === joined.memberId;
    const groupAssignment = leads ? await this.#shareOut(joined.members) : [];
    const { generationId, memberId } = joined;
    const { memberAssignment } = await this.#wire.coordinator(groupId, (broker) =>
      broker.syncGroup({ groupId, generationId, memberId, groupAssignment }),
    );
    const assignment = MemberAssignment.decode(memberAssignment)?.assignment ?? {};
    const places = Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    return { id: generationId, memberId, places };
  }

  async #shareOut(members: readonly { memberId: string; memberMetadata: Buffer }[]) {
    const subscribed = members
      .map(({ memberId, memberMetadata }) => ({
        memberId,
        topics: MemberMetadata.decode(memberMetadata)?.topics ?? [],
      }))
      .sort((one, other) => (one.memberId < other.memberId ? -1 : 1));
    const topics = [...new Set(subscribed.flatMap((member) => member.topics))];
    const counts = await this.#wire.use(topics, async (cluster) => countPartitions(cluster, topics));
    const shares = new Map<string, Record<string, number[]>>(members.map(({ memberId }) => [memberId, {}]));
    for (const [topic, count] of counts) {
      const sharing = subscribed.filter((member) => member.topics.includes(topic));
      for (let partition = 0; partition < count; partition++) {
        const share = shares.get(sharing[partition % sharing.length]?.memberId ?? '');
        if (share) share[topic] = [...(share[topic] ?? []), partition];
      }
    }
    return [...shares].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: MemberAssignment.encode({ version: 1, assignment, userData: Buffer.alloc(0) }),
    }));
  }

  async heartbeat({ id, memberId }: Generation): Promise<void> {
    await this.#wire.coordinator(this.id, (broker) =>
      broker.heartbeat({ groupId: this.id, groupGenerationId: id, memberId }),
    );
  }

  async commit({ id, memberId }: Generation, offsets: readonly (Place & { offset: number })[]): Promise<void> {
    const topics = groupByTopic(offsets).map(({ topic, places }) => ({
      topic,
      partitions: places.map(({ partition, offset }) => ({ partition, offset: String(offset) })),
    }));
    await this.#wire.coordinator(this.id, (broker) =>
      broker.offsetCommit({ groupId: this.id, groupGenerationId: id, memberId, topics }),
    );
  }

  /** Does nothing while a join is under way: the broker would answer only after it. It finds out by the silence. */
  async leave(): Promise<void> {
    const memberId = this.#memberId;
    if (memberId === '' || this.#joining) return;
    this.#memberId = '';
    await this.#wire.coordinator(this.id, (broker) => broker.leaveGroup({ groupId: this.id, memberId }));
  }
}

/** What a group has committed, by `topic/partition`; what it has not is missing. */
export async function committed(wire: Wire, group: string, places: readonly Place[]): Promise<Map<string, number>> {
  const topics = groupByTopic(places).map(({ topic, places: partitions }) => ({
    topic,
    partitions: partitions.map(({ partition }) => ({ partition })),
  }));
  if (topics.length === 0) return new Map();
  const { responses } = await wire.coordinator(group, (broker) => broker.offsetFetch({ groupId: group, topics }));
  const found = new Map<string, number>();
  for (const { topic, partitions } of responses) {
    for (const { partition, offset } of partitions) {
      if (Number(offset) >= 0) found.set(`${topic}/${partition}`, Number(offset));
    }
  }
  return found;
}

/** Where a partition begins or ends, by `topic/partition`. */
export async function edges(
  wire: Wire,
  places: readonly Place[],
  which: 'earliest' | 'latest',
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  if (places.length === 0) return found;
  const wanted = groupByTopic(places).map(({ topic, places: partitions }) => ({
    topic,
    partitions: partitions.map(({ partition }) => ({ partition })),
    fromBeginning: which === 'earliest',
  }));
  const topics = wanted.map(({ topic }) => topic);
  for (const { topic, partitions } of await wire.use(topics, (cluster) => cluster.fetchTopicsOffset(wanted))) {
    for (const { partition, offset } of partitions) found.set(`${topic}/${partition}`, Number(offset));
  }
  return found;
}

function countPartitions(cluster: Cluster, topics: readonly string[]): [string, number][] {
  return topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]);
}

export function groupByTopic<P extends Place>(places: readonly P[]): { topic: string; places: P[] }[] {
  const byTopic = new Map<string, P[]>();
  for (const place of places) byTopic.set(place.topic, [...(byTopic.get(place.topic) ?? []), place]);
  return [...byTopic].map(([topic, each]) => ({ topic, places: each }));
}
