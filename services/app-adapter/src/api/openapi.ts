import { z } from 'zod';
import { petitionBody } from '../receive/schema.ts';
import { batchLine, petitionState, problem, receipt } from './answers.ts';

type Json = Record<string, unknown>;

const REGISTERED = {
  PetitionBody: petitionBody,
  Receipt: receipt,
  PetitionState: petitionState,
  BatchLine: batchLine,
  Problem: problem,
};

/** The OpenAPI 3.1 document of the JSON API, made from the very schemas that read its requests. */
export function openApiDocument(serverUrl = 'http://127.0.0.1:12345'): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: '一号通 JSON API',
      version: '1.0.0',
      description: 'Petitions for a 12345 hotline, from apps and other systems. Ask the hotline for a key.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    security: [{ key: [] }],
    paths: {
      '/api/v1/petitions': { post: postPetition() },
      '/api/v1/petitions/batch': { post: postBatch() },
      '/api/v1/petitions/{id}': { get: getState('getPetition', 'The state of a petition sent with this key', 'id') },
      '/api/v1/petitions/by-code/{code}': {
        get: getState('getPetitionByCode', 'The state of a petition of any channel, by its query code', 'code'),
      },
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'The key from APP_API_KEYS' } },
      schemas: schemas(),
    },
  };
}

function postPetition(): Json {
  return {
    operationId: 'postPetition',
    summary: 'Take in one petition',
    description: 'Answered when it is durable. The same key and body again are answered as the first time (200).',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description: 'Your own id of the petition, so that a repeated request is counted once',
        schema: { type: 'string', pattern: '^[!-~]{1,200}$' },
      },
    ],
    requestBody: { required: true, content: { 'application/json': { schema: ref('PetitionBody') } } },
    responses: {
      ...json(201, 'Taken in', 'Receipt', { Location: { schema: { type: 'string' } } }),
      ...json(200, 'Taken in before', 'Receipt', { Location: { schema: { type: 'string' } } }),
      ...problems(400, 401, 409, 413, 415, 429, 503),
    },
  };
}

function postBatch(): Json {
  return {
    operationId: 'postPetitions',
    summary: 'Take in many petitions: one JSON object a line, or an array',
    description:
      'Each line, or each element, is a PetitionBody and is answered by a BatchLine in its place: a wrong one stops nobody.',
    requestBody: {
      required: true,
      content: {
        'application/x-ndjson': { schema: { type: 'string' } },
        'application/json': { schema: { type: 'array', maxItems: 1000, items: {} } },
      },
    },
    responses: {
      200: {
        description: 'One answer for each, in the form of the request',
        content: {
          'application/x-ndjson': { schema: { type: 'string' } },
          'application/json': { schema: { type: 'array', items: ref('BatchLine') } },
        },
      },
      ...problems(400, 401, 413, 415, 429),
    },
  };
}

function getState(operationId: string, summary: string, parameter: string): Json {
  return {
    operationId,
    summary,
    parameters: [{ name: parameter, in: 'path', required: true, schema: { type: 'string', minLength: 1 } }],
    responses: { ...json(200, 'Its state', 'PetitionState'), ...problems(401, 404, 429) },
  };
}

const ref = (name: keyof typeof REGISTERED) => ({ $ref: `#/components/schemas/${name}` });

function json(status: number, description: string, schema: keyof typeof REGISTERED, headers: Json = {}): Json {
  return { [status]: { description, headers, content: { 'application/json': { schema: ref(schema) } } } };
}

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The body or a header is not as it should be',
  401: 'The key is missing or not known',
  404: 'There is no such petition, or it was not sent with this key',
  409: 'The key stands for another body',
  413: 'The body is too large',
  415: 'The media type is not supported',
  429: 'Too many requests; see Retry-After',
  503: 'It cannot be taken in at the moment; see Retry-After',
};

function problems(...statuses: number[]): Json {
  const content = { 'application/problem+json': { schema: ref('Problem') } };
  return Object.fromEntries(statuses.map((status) => [status, { description: PROBLEMS[status], content }]));
}

function schemas(): Json {
  const entries = Object.entries(REGISTERED).map(([name, schema]) => {
    const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
    return [name, rest];
  });
  return Object.fromEntries(entries);
}
