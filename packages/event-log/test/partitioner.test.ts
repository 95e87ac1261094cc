import { describe, expect, test } from '@jest/globals';
import { Partitioners } from 'kafkajs';
import { murmur2, partitionForKey } from '../src/partitioner.ts';

// Source: Apache Kafka, clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java, testMurmur2.
const KNOWN: readonly [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

describe('the partition of a key', () => {
  test.each(KNOWN)('hashes %s as Kafka does', (key, hash) => {
    expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  test('is the one that other Kafka clients choose', () => {
    const choose = Partitioners.DefaultPartitioner();
    const partitionMetadata = Array.from({ length: 6 }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 1,
      replicas: [1],
      isr: [1],
    }));
    for (const key of ['', 'a', '云溪区', '临江区', '𠮷', ...Array.from({ length: 200 }, (_, n) => `key-${n * 7}`)]) {
      const message = { key: Buffer.from(key), value: null };
      const theirs = choose({ topic: 'topic', partitionMetadata, message });
      expect([key, partitionForKey(key, 6)]).toEqual([key, theirs]);
    }
  });

  test('spreads keys over all partitions', () => {
    const used = new Set(Array.from({ length: 100 }, (_, number) => partitionForKey(`key-${number}`, 6)));
    expect(used.size).toBe(6);
  });
});
