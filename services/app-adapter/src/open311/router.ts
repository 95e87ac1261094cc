import { fill, type Port } from '@yihaotong/adapter-kit';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { AppConfig } from '../config.ts';
import { handler, rawBody } from '../http.ts';
import { languageOf, textsIn } from '../i18n/texts.ts';
import type { Texts } from '../i18n/zh.ts';
import { type Intake, MAX_ITEM_BYTES } from '../receive/intake.ts';
import type { Surroundings } from '../surroundings.ts';
import { discovery } from './discovery.ts';
import { Open311Error } from './errors.ts';
import { failed } from './failed.ts';
import { type Format, MEDIA_TYPE, toXml, writeList } from './format.ts';
import { assertJurisdiction, authenticate, postRequest } from './post.ts';
import { type Query, readListQuery } from './query.ts';
import { definitionOf, servicesOf, topicsOfCode } from './services.ts';
import { requestOf } from './view.ts';

export interface Open311Parts {
  port: Port<AppConfig>;
  intake: Intake;
  surroundings: Surroundings;
  limiter: RequestHandler;
}

/** The petitions that everybody may read: those of the door where that is the custom. */
const SHOWN = ['open311'];
const REQUESTS = { outer: 'service_requests', inner: 'request' };

interface Asked {
  format: Format;
  texts: Texts;
  query: Query;
  /** What stands in the path between the last slash and the dot. */
  name: string;
}

/** Open311 GeoReport v2 under `/open311/v2`; the format is the ending of the path. */
export function open311Router({ port, intake, surroundings, limiter }: Open311Parts): Router {
  const { requests, policy, publicUrl } = surroundings;
  const router = Router();
  const get = (path: RegExp, answer: (asked: Asked) => string | Promise<string>) =>
    router.get(
      path,
      handler(async (request, response) => {
        const asked = readAsked(request, port.config.APP_JURISDICTION);
        send(response, asked.format, 200, await answer(asked));
      }),
    );

  get(/^\/discovery\.(xml|json)$/, ({ texts, format }) => discovery(publicUrl, texts, format));
  get(/^\/services\.(xml|json)$/, ({ texts, format }) =>
    writeList(servicesOf(policy().topics, texts), { outer: 'services', inner: 'service' }, format),
  );
  get(/^\/services\/[^/]+\.(xml|json)$/, ({ name, texts, format }) => {
    if (!topicsOfCode(name, policy().topics)) throw new Open311Error({ code: 'unknown-service' });
    return writeDefinition(definitionOf(name, texts), format);
  });
  get(/^\/requests\.(xml|json)$/, async ({ query, texts, format }) => {
    const { filter, page, pageSize } = readListQuery(query, policy().topics, port.now());
    const found = await requests.list({ ...filter, entrances: SHOWN }, page, pageSize);
    return writeList(
      found.map((one) => requestOf(one, texts)),
      REQUESTS,
      format,
    );
  });
  get(/^\/requests\/[^/]+\.(xml|json)$/, async ({ name, texts, format }) => {
    const found = await requests.get(name);
    if (!found || !SHOWN.includes(found.body.entrance)) throw new Open311Error({ code: 'unknown-request' });
    return writeList([requestOf(found, texts)], REQUESTS, format);
  });
  // A request has its id at once, so a token is only another name for it.
  get(/^\/tokens\/[^/]+\.(xml|json)$/, async ({ name, format }) => {
    const found = await requests.get(name);
    if (!found || !SHOWN.includes(found.body.entrance)) throw new Open311Error({ code: 'unknown-token' });
    return writeList([{ service_request_id: found.id, token: name }], REQUESTS, format);
  });

  router.post(
    /^\/requests\.(xml|json)$/,
    rawBody(2 * MAX_ITEM_BYTES),
    authenticate(port),
    limiter,
    handler(async (request, response) => {
      const { format, texts } = readAsked(request, '');
      const { petition } = await postRequest(intake, request, response);
      const service_notice = fill(texts.open311.notice, { code: petition.queryCode });
      const answer = { service_request_id: petition.id, service_notice, account_id: null };
      // The published API description has 200 and no other success.
      send(response, format, 200, writeList([answer], REQUESTS, format));
    }),
  );
  router.use(() => {
    throw new Open311Error({ code: 'unknown-path' });
  });
  router.use(failed(port));
  return router;
}

function readAsked(request: Request, jurisdiction: string): Asked {
  const url = new URL(request.originalUrl, 'http://gateway');
  const query: Record<string, string> = {};
  // "Can be declared multiple times, comma delimited": both are lists.
  for (const name of url.searchParams.keys()) query[name] = url.searchParams.getAll(name).join(',');
  assertJurisdiction(query.jurisdiction_id, jurisdiction);
  const last = request.path.slice(request.path.lastIndexOf('/') + 1);
  const dot = last.lastIndexOf('.');
  return {
    format: last.slice(dot + 1) === 'json' ? 'json' : 'xml',
    texts: textsIn(languageOf(request.get('accept-language'))),
    query,
    name: decoded(last.slice(0, dot)),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Open311Error({ code: 'unknown-path' });
  }
}

function writeDefinition(definition: ReturnType<typeof definitionOf>, format: Format): string {
  if (format === 'json') return JSON.stringify(definition);
  const attribute = definition.attributes.map((one) =>
    'values' in one ? { ...one, values: { value: one.values } } : one,
  );
  return toXml({ service_definition: { service_code: definition.service_code, attributes: { attribute } } });
}

function send(response: Response, format: Format, status: number, body: string): void {
  response.status(status).type(MEDIA_TYPE[format]).send(body);
}
