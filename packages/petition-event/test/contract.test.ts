import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import {
  allTopicSchemas,
  breakingChanges,
  type JsonSchema,
  readEvent,
  UnreadableEventError,
  writeEvent,
} from '../src/index.ts';
import { actionReplayed } from './support/events.ts';

const released: Record<string, JsonSchema> = JSON.parse(
  readFileSync(new URL('../released/0.1.0.json', import.meta.url), 'utf8'),
);

test.each(Object.keys(released))('%s only adds to the last released schema', (topic) => {
  const current = allTopicSchemas()[topic];
  expect(current ? breakingChanges(released[topic] ?? {}, current) : [`${topic} is gone`]).toEqual([]);
});

describe('breaking changes are named', () => {
  const before: JsonSchema = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string' },
      kind: { type: 'string', enum: ['a', 'b'] },
      age: { type: 'integer', maximum: 9 },
    },
  };
  const changed = (change: (schema: { required: string[]; properties: Record<string, JsonSchema> }) => void) => {
    const after = structuredClone(before) as JsonSchema & {
      required: string[];
      properties: Record<string, JsonSchema>;
    };
    change(after);
    return breakingChanges(before, after);
  };

  test.each<[string, Parameters<typeof changed>[0], string]>([
    ['a field that is gone', (s) => delete s.properties.kind, '/kind: is gone'],
    [
      'another type',
      (s) => Object.assign(s.properties, { id: { type: 'integer' } }),
      '/id: type was string, is integer',
    ],
    [
      'a value taken away',
      (s) => Object.assign(s.properties, { kind: { type: 'string', enum: ['a'] } }),
      '/kind: "b" is not allowed any more',
    ],
    [
      'a tighter limit',
      (s) => Object.assign(s.properties, { age: { type: 'integer', maximum: 8 } }),
      '/age: maximum is tighter',
    ],
    ['a field that is required now', (s) => s.required.push('kind'), '/kind: is required now'],
    ['a field that may be missing now', (s) => s.required.pop(), '/id: may be missing now'],
  ])('%s', (_name, change, sentence) => {
    expect(changed(change)).toEqual([sentence]);
  });

  test('additions are none', () => {
    expect(
      changed((s) =>
        Object.assign(s.properties, { more: { type: 'string' }, kind: { type: 'string', enum: ['a', 'b', 'c'] } }),
      ),
    ).toEqual([]);
  });
});

describe('reading an event', () => {
  test('gives back what was written', () => {
    expect(readEvent('desk.actions', writeEvent('desk.actions', actionReplayed))).toEqual(actionReplayed);
  });

  test.each([
    ['not JSON', Buffer.from('{'), 'not JSON'],
    ["another topic's event", writeEvent('desk.actions', actionReplayed), 'type'],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00]), 'not JSON'],
  ])('%s is refused with the reason', (_name, value, reason) => {
    expect(() => readEvent('petitions.received', value)).toThrow(UnreadableEventError);
    expect(() => readEvent('petitions.received', value)).toThrow(reason);
  });

  test('fields of a later version are dropped', () => {
    const later = { ...actionReplayed, data: { ...actionReplayed.data, colour: 'red' } };
    expect(readEvent('desk.actions', Buffer.from(JSON.stringify(later)))).toEqual(actionReplayed);
  });
});

test('the error of a record that is no JSON quotes nothing of it, whatever logs it', () => {
  const read = () => readEvent('petitions.received', Buffer.from('{"text": 陈大明 13812345678'));
  expect(read).toThrow(UnreadableEventError);
  try {
    read();
  } catch (error) {
    expect(inspect(error, { depth: 10 })).not.toMatch(/陈|138/);
  }
});
