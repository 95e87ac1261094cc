import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ANY_UNIT } from '../src/live/hub.ts';
import { Pending } from '../src/live/pending.ts';
import { type RunningDesk, runDesk, type Visitor } from './support/desk.ts';
import { caseEvent, normalized, snapshotFor } from './support/events.ts';
import { type DeskPlatform, deskPlatform } from './support/platform.ts';

describe('what one console has not been told yet', () => {
  test('is folded together, and told once', () => {
    const pending = new Pending(null);
    for (const id of ['a', 'b', 'a']) pending.add({ kind: 'petition', id, unitId: null });
    expect(pending.take()).toEqual([{ kind: 'petition', message: { ids: ['a', 'b'], more: false } }]);
    expect(pending.take()).toEqual([]);
  });

  test('stays small, however much happens', () => {
    const pending = new Pending(null);
    for (let n = 0; n < 100_000; n++) pending.add({ kind: 'petition', id: String(n), unitId: null });
    const [told] = pending.take();
    expect([told?.message.ids.length, told?.message.more]).toEqual([200, true]);
  });

  test('names to a unit its own cases alone', () => {
    const pending = new Pending('housing');
    pending.add({ kind: 'case', id: 'theirs', unitId: 'environment' });
    pending.add({ kind: 'quarantine', id: 'q', unitId: null });
    expect(pending.take()).toEqual([]);
    pending.add({ kind: 'case', id: 'own', unitId: 'housing' });
    pending.add({ kind: 'case', id: 'moved', unitId: ANY_UNIT });
    expect(pending.take()).toEqual([
      { kind: 'case', message: { ids: ['own'], more: true } },
      { kind: 'summary', message: { ids: [], more: true } },
    ]);
  });
});

describe('the live stream', () => {
  let platform: DeskPlatform;
  let running: RunningDesk;
  beforeEach(async () => {
    platform = await deskPlatform();
    running = await runDesk(platform);
  });
  afterEach(async () => {
    await running.stop();
    await platform.remove();
  });

  /** Reads the stream until a text has come. */
  async function open(visitor: Visitor) {
    const response = await visitor.get('/api/desk/events');
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let seen = '';
    return {
      response,
      async until(text: string): Promise<string> {
        while (!seen.includes(text)) {
          const chunk = await reader?.read();
          if (!chunk || chunk.done) throw new Error(`the stream ended: ${seen}`);
          seen += decoder.decode(chunk.value, { stream: true });
        }
        return seen;
      },
      async ended(): Promise<void> {
        while (!(await reader?.read())?.done);
      },
      close: () => reader?.cancel(),
    };
  }

  test('tells of a case after it can be fetched', async () => {
    const operator = await running.as('operator');
    const live = await open(operator);
    expect(live.response.headers.get('content-type')).toContain('text/event-stream');
    await live.until('event: ready');
    const event = normalized({ seal: platform.seal });
    const { caseId } = snapshotFor(event);
    await platform.say('petitions.normalized', event);
    await platform.say(
      'cases',
      caseEvent('case.opened', snapshotFor(event), { petitionId: event.subject, causeId: event.id }),
    );
    const seen = await live.until(`event: case\ndata: {"ids":["${caseId}"]`);
    expect((await operator.get(`/api/desk/cases/${caseId}`)).status).toBe(200);
    expect(seen + (await live.until('event: summary'))).not.toContain('路灯');
    await live.close();
  });

  test('ends when the desk stops', async () => {
    const live = await open(await running.as('operator'));
    await live.until('event: ready');
    await running.desk.stop();
    await live.ended();
  });

  test('is for those who are signed in', async () => {
    expect((await running.anonymous.get('/api/desk/events')).status).toBe(401);
  });
});
