import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { derivedId, envelope, readEvent, writeEvent } from '@yihaotong/petition-event';
import type { RunningHost, Service } from '@yihaotong/service-host';
import type { Clock } from '../clock.ts';
import { type Answered, type Said, type SampleItem, sampleItem } from './item.ts';

const FOLDER = new URL('../../sample-day/', import.meta.url);

/** How long the player waits for the cases that it answers, in steps of 100 ms. */
const PATIENCE = 300;

/** The sample's items in the order of their time. Throws when a line is none. */
export async function readSampleDay(): Promise<SampleItem[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.jsonl'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, FOLDER), 'utf8')));
  const items = texts.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => sampleItem.parse(JSON.parse(line))),
  );
  return items.toSorted((a, b) => a.at.localeCompare(b.at));
}

/**
 * Plays yesterday in: every item through the endpoint of its channel, at its own time of day, then the desk's answers.
 * Yesterday, so that the board shows lamps of every colour at the first look.
 */
export async function playSampleDay(host: RunningHost<Service>, keys: string, clock: Clock) {
  const items = await readSampleDay();
  const key = keys.split(',')[0]?.split(':')[1] ?? '';
  const petitions = new Map<string, string>();
  let refused = 0;
  let accepted = 0;
  try {
    for (const item of items) {
      if ('answers' in item) continue;
      clock.set(yesterdayAt(item.at));
      const body = 'unreadable' in item ? item.unreadable : JSON.stringify(bodyOf(item));
      const response = await post(host.localUrl, key, 'nativeId' in item ? item.nativeId : undefined, body);
      if (!response.ok) refused++;
      else {
        accepted++;
        const { id } = (await response.json()) as { id: string };
        if ('ref' in item && item.ref) petitions.set(item.ref, id);
      }
    }
    await answer(
      host,
      petitions,
      items.filter((item) => 'answers' in item),
      clock,
    );
  } finally {
    clock.set(null);
  }
  return { accepted, refused };
}

/** The time of day of the sample city (UTC+8, no summer time), yesterday. */
function yesterdayAt(time: string): Date {
  const day = new Date(Date.now() + 8 * 3_600_000 - 24 * 3_600_000).toISOString().slice(0, 10);
  return new Date(`${day}T${time}+08:00`);
}

function post(url: string, key: string, nativeId: string | undefined, body: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` };
  return fetch(`${url}/api/v1/petitions`, {
    method: 'POST',
    headers: nativeId ? { ...headers, 'Idempotency-Key': nativeId } : headers,
    body,
  });
}

function bodyOf({ citizen, name, title, text, district, address }: Said) {
  return {
    text,
    ...(title ? { title } : {}),
    citizen: { identity: citizen, phone: citizen, ...(name ? { name } : {}) },
    ...(district || address ? { place: { text: address ?? '', ...(district ? { district } : {}) } } : {}),
  };
}

async function answer(
  { platform: { eventLog } }: RunningHost<Service>,
  petitions: ReadonlyMap<string, string>,
  answers: readonly Answered[],
  clock: Clock,
) {
  const wanted = new Set(answers.map(({ answers: ref }) => petitions.get(ref) ?? ''));
  const cases = await casesOf(eventLog, wanted);
  for (const { at, answers: ref, text, signedBy } of answers) {
    const caseId = cases.get(petitions.get(ref) ?? '');
    if (!caseId) continue;
    clock.set(yesterdayAt(at));
    const event = envelope('action.answered', {
      id: derivedId('sample-answer', caseId, at),
      source: '/services/desk',
      subject: caseId,
      time: clock.now(),
      data: { caseId, by: signedBy, text, signedBy },
    });
    await eventLog.append('desk.actions', [{ key: caseId, value: writeEvent('desk.actions', event) }]);
  }
}

/** The case that each petition led to, from the log itself; waits while routing is at work. */
async function casesOf(eventLog: RunningHost<Service>['platform']['eventLog'], wanted: ReadonlySet<string>) {
  const cases = new Map<string, string>();
  for (let round = 0; round < PATIENCE && cases.size < wanted.size; round++) {
    for (const { partition, first } of await eventLog.bounds('cases')) {
      for await (const { value } of eventLog.read('cases', partition, first)) {
        const { data } = readEvent('cases', value);
        if (data.change.petitionId && wanted.has(data.change.petitionId))
          cases.set(data.change.petitionId, data.case.caseId);
      }
    }
    if (cases.size < wanted.size) await pause(100);
  }
  return cases;
}
