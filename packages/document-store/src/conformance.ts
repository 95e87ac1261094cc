import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeBodies } from './conformance/bodies.ts';
import { describeCounting } from './conformance/counting.ts';
import { describeFaults } from './conformance/faults.ts';
import { describeFinding } from './conformance/finding.ts';
import { describePaging } from './conformance/paging.ts';
import { describeProjecting } from './conformance/projecting.ts';
import { describeSpecs } from './conformance/specs.ts';
import type { Bench, StoreUnderTest, Traits } from './conformance/under-test.ts';
import { describeVersions } from './conformance/versions.ts';
import type { Body, DocumentStore } from './port.ts';

export type { StoreUnderTest, Traits } from './conformance/under-test.ts';

/**
 * Everything that each driver of the port keeps, as jest tests. `start` brings up an empty store and whatever stands
 * behind it; it is called once.
 */
export function describeDocumentStore(name: string, traits: Traits, start: () => Promise<StoreUnderTest>): void {
  describe(`the document store on ${name}`, () => {
    let underTest: StoreUnderTest | undefined;
    const opened: DocumentStore[] = [];
    let collections = 0;
    const running = () => {
      if (!underTest) throw new Error(`${name} did not start`);
      return underTest;
    };
    const bench: Bench = {
      traits,
      underTest: running,
      async open() {
        const store = await running().open();
        opened.push(store);
        return store;
      },
      async collection<T extends Body>(indexes: readonly (readonly string[])[] = [], store?: DocumentStore) {
        const [first = await bench.open()] = opened;
        collections += 1;
        return (store ?? first).collection<T>({ name: `documents-${collections}`, indexes });
      },
    };
    beforeAll(async () => {
      underTest = await start();
    }, 15 * 60_000);
    afterAll(async () => {
      for (const store of opened) await store.close();
      await underTest?.stop();
    });
    describeVersions(bench);
    describeProjecting(bench);
    describeFinding(bench);
    describePaging(bench);
    describeCounting(bench);
    describeBodies(bench);
    describeSpecs(bench);
    describeFaults(bench);
  });
}
