import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { openApiDocument } from '../src/api/openapi.ts';
import { parse } from '../src/receive/parse.ts';

const document = z
  .looseObject({
    paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) }))),
    components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
  })
  .parse(openApiDocument());

function validator() {
  const ajv = new Ajv2020({ strict: false, logger: false });
  addFormats.default(ajv);
  return ajv.addSchema({ $id: 'api', ...document });
}

test('every reference leads somewhere', () => {
  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    expect(Object.keys(document.components.schemas)).toContain(name);
  }
});

test('every operation says how it refuses', () => {
  for (const operations of Object.values(document.paths)) {
    for (const { responses } of Object.values(operations)) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '429']));
    }
  }
});

describe('the published schema agrees with what is taken', () => {
  const accepts = validator().compile({ $ref: 'api#/components/schemas/PetitionBody' });
  test.each([
    [{ text: '路灯不亮' }, true],
    [{ text: '路灯不亮', citizen: { name: null }, place: null, more: 1 }, true],
    [{ text: '𠮷'.repeat(20_000) }, true],
    [{ text: '𠮷'.repeat(20_001) }, false],
    [{ text: ' \n' }, false],
    [{}, false],
    [[], false],
    [{ text: 'a', attachments: [{ mediaType: 'image/png', url: 'https://a.example' }] }, true],
    [{ text: 'a', attachments: [{ mediaType: 'image/png', base64: 'AQI=' }] }, true],
    [{ text: 'a', attachments: [{ mediaType: 'image/png' }] }, false],
    [{ text: 'a', occurredAt: '2026-01-01T00:00:00+08:00' }, true],
    [{ text: 'a', occurredAt: '2026-01-01' }, false],
    [{ text: 'a', place: { adcode: '12' } }, false],
  ])('%j: %s', (body, good) => {
    const parsed = parse({ body: Buffer.from(JSON.stringify(body)), mediaType: 'application/json', headers: {} });
    expect({ schema: accepts(body), reading: parsed.kind === 'petition' }).toEqual({ schema: good, reading: good });
  });
});
