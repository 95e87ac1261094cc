import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { eventually, type Gateway, KEY, startGateway } from './gateway.ts';
import { SCHEMAS } from './open311-schemas.ts';

/*
 * Against the JSON schemas that Open311 publishes (github.com/open311): OPEN311_SCHEMAS names the folder that holds
 * services.json, service-definition.json and requests.json with what they refer to. Without it, against our own reading of
 * the standard, so that this test always tests something.
 */
const FOLDER = process.env.OPEN311_SCHEMAS;
const whose = FOLDER ? 'the official JSON schemas' : 'our own schemas (OPEN311_SCHEMAS is not set)';

const NAMES = { services: 'services', definition: 'service-definition', requests: 'requests' } as const;
type Name = keyof typeof NAMES;

let gateway: Gateway;
let check: (name: Name, answer: unknown) => void;
beforeAll(async () => {
  gateway = await startGateway();
  check = FOLDER ? await officialCheck(FOLDER) : (name, answer) => void SCHEMAS[name].parse(answer);
});
afterAll(() => gateway.close());

async function officialCheck(folder: string): Promise<typeof check> {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const file of ['service.json', 'request.json', ...Object.values(NAMES).map((name) => `${name}.json`)]) {
    ajv.addSchema(JSON.parse(await readFile(join(folder, file), 'utf8')), file);
  }
  return (name, answer) => {
    const validate = ajv.getSchema(`${NAMES[name]}.json`) as ValidateFunction;
    validate(answer);
    expect(validate.errors ?? []).toEqual([]);
  };
}

describe(`Open311 answers fit ${whose}`, () => {
  const json = async (path: string): Promise<unknown> => (await gateway.fetch(`/open311/v2${path}`)).json();

  test('services', async () => check('services', await json('/services.json')));

  test('a service definition', async () => check('definition', await json('/services/unknown.json')));

  test('requests, from the moment they are posted', async () => {
    const body = new URLSearchParams({ api_key: KEY, description: '幸福路停水', lat: '30.5', long: '114.3' });
    const posted = await gateway.fetch('/open311/v2/requests.json', { method: 'POST', body });
    const id = SCHEMAS.accepted.parse(await posted.json())[0]?.service_request_id ?? '';
    check('requests', await json(`/requests/${id}.json`));
    const listed = await eventually(async () => {
      const all = SCHEMAS.requests.parse(await json('/requests.json'));
      return all.length > 0 && all;
    });
    check('requests', listed);
  });
});
