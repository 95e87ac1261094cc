import { createRequire } from 'node:module';
import type { Logger, RetryOptions } from 'kafkajs';

// kafkajs has two layers: a wire layer (Cluster, Broker: connections, metadata, one method per request), which is solid, and
// a consumer on top of it, which is not what we need (docs/decisions/kafka-client.md says why). The wire layer is not in its
// public types, so the part of it that we use is declared here. The version is pinned, and no newer one is expected.

export interface WireMessage {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>;
  isControlRecord?: boolean;
}

export interface FetchResponse {
  responses: {
    topicName: string;
    partitions: { partition: number; highWatermark: string; messages: WireMessage[] }[];
  }[];
}

export interface ProduceResponse {
  topics: { topicName: string; partitions: { partition: number; baseOffset: string }[] }[];
}

export interface TopicOffsets {
  topic: string;
  partitions: { partition: number; offset: string }[];
}

/** One broker; each method is one request of the Kafka protocol. */
export interface Broker {
  produce(request: {
    acks: number;
    timeout: number;
    topicData: {
      topic: string;
      partitions: {
        partition: number;
        messages: { key: Buffer; value: Buffer; headers?: Readonly<Record<string, string>>; timestamp: number }[];
      }[];
    }[];
  }): Promise<ProduceResponse>;
  fetch(request: {
    isolationLevel: number;
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    topics: { topic: string; partitions: { partition: number; fetchOffset: string; maxBytes: number }[] }[];
  }): Promise<FetchResponse>;
  joinGroup(request: {
    groupId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    memberId: string;
    groupProtocols: { name: string; metadata: Buffer }[];
  }): Promise<{
    generationId: number;
    leaderId: string;
    memberId: string;
    members: { memberId: string; memberMetadata: Buffer }[];
  }>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  offsetFetch(request: {
    groupId: string;
    topics: { topic: string; partitions: { partition: number }[] }[];
  }): Promise<{ responses: TopicOffsets[] }>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: TopicOffsets[];
  }): Promise<unknown>;
}

/** Connections to all brokers, and the metadata of the topics that were added. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  findBroker(node: { nodeId: string | number }): Promise<Broker>;
  findGroupCoordinator(group: { groupId: string }): Promise<Broker>;
  fetchTopicsOffset(
    topics: { topic: string; partitions: { partition: number }[]; fromBeginning: boolean }[],
  ): Promise<TopicOffsets[]>;
}

interface ClusterOptions {
  logger: Logger;
  socketFactory: unknown;
  brokers: readonly string[];
  clientId: string;
  connectionTimeout: number;
  requestTimeout: number;
  enforceRequestTimeout: boolean;
  metadataMaxAge: number;
  allowAutoTopicCreation: boolean;
  retry: RetryOptions;
}

interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  pending: unknown[];
  scheduleCheckPendingRequests(): void;
  checkPendingRequests(): void;
}

const require = createRequire(import.meta.url);
const ClusterClass: new (options: ClusterOptions) => Cluster = require('kafkajs/src/cluster');
const createSocketFactory: () => unknown = require('kafkajs/src/network/socketFactory');
const loggers: { createLogger(options: { level: number; logCreator: () => () => void }): Logger } =
  require('kafkajs/src/loggers');
const RequestQueueClass: { prototype: RequestQueue } = require('kafkajs/src/network/requestQueue');

// kafkajs asks for a timer of a negative time after nearly every response, whether something waits or not, and Node 24 warns
// of each (tulios/kafkajs#1751, open). This is the same method, which sets its timer only when something waits.
const CHECK_MS = 10;
RequestQueueClass.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
  if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
  const wait = Math.max(this.throttledUntil - Date.now(), CHECK_MS);
  this.throttleCheckTimeoutId = setTimeout(() => {
    this.throttleCheckTimeoutId = null;
    this.checkPendingRequests();
  }, wait);
};

/** A client without retries and logs of its own: whoever calls decides what a failure means. */
export function createCluster(brokers: readonly string[]): Cluster {
  return new ClusterClass({
    logger: loggers.createLogger({ level: 0, logCreator: () => () => undefined }),
    socketFactory: createSocketFactory(),
    brokers,
    clientId: 'yihaotong',
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    enforceRequestTimeout: true,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    retry: { retries: brokers.length, initialRetryTime: 50, maxRetryTime: 200 },
  });
}
