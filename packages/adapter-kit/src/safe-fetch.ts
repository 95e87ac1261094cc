import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { codeOf, nameOf } from './facts.ts';

export type FetchErrorCode = 'bad-url' | 'blocked-address' | 'too-many-redirects' | 'too-large' | 'status' | 'network';

/** What was asked for could not be fetched; `retry` says whether it may succeed later. The message quotes no URL. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly code: FetchErrorCode;
  readonly retry: boolean;

  constructor(code: FetchErrorCode, message: string, retry: boolean, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.retry = retry;
  }
}

export interface SafeFetchOptions {
  /** Most bytes that are read. */
  maxBytes: number;
  /** Networks (CIDR) that may be reached although they are not public. */
  allow: readonly string[];
  /** Milliseconds for everything. */
  timeout: number;
  /** For tests: how names are resolved. */
  lookup?: LookupFunction;
}

export interface Fetched {
  mediaType: string;
  /** Throws FetchError when it grows too large or breaks off. */
  body: AsyncIterable<Uint8Array>;
}

const MAX_REDIRECTS = 3;
const LATER = new Set([408, 425, 429]);

/**
 * Fetches what a citizen's item points to, from public addresses only: what the name resolves to is checked at the moment
 * of connecting (a name that changes its mind between check and use gains nothing), each redirect anew, and what the
 * socket is connected to once more. `use` gets the answer; the connection is closed after it.
 */
export async function safeFetch<T>(
  url: string,
  options: SafeFetchOptions,
  use: (fetched: Fetched) => Promise<T>,
): Promise<T> {
  const agent = new Agent({
    connect: guardedConnector(options),
    headersTimeout: options.timeout,
    bodyTimeout: options.timeout,
  });
  const signal = AbortSignal.timeout(options.timeout);
  try {
    return await use(await follow(url, agent, options, signal));
  } catch (error) {
    throw asFetchError(error);
  } finally {
    await agent.destroy();
  }
}

async function follow(start: string, agent: Agent, options: SafeFetchOptions, signal: AbortSignal): Promise<Fetched> {
  let url = readUrl(start);
  for (let redirects = 0; ; redirects++) {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'yihaotong' },
      signal,
    });
    const location = redirectOf(response);
    if (location === null) return readAnswer(response, options);
    response.body.on('error', () => {}).destroy();
    if (redirects === MAX_REDIRECTS) throw new FetchError('too-many-redirects', 'too many redirects', false);
    url = readUrl(location, url);
  }
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData): string | null {
  const location = headers.location;
  return statusCode >= 300 && statusCode < 400 && typeof location === 'string' ? location : null;
}

function readAnswer(response: Dispatcher.ResponseData, { maxBytes }: SafeFetchOptions): Fetched {
  const { statusCode, headers, body } = response;
  if (statusCode !== 200) {
    body.on('error', () => {}).destroy();
    throw new FetchError('status', `answered ${statusCode}`, statusCode >= 500 || LATER.has(statusCode));
  }
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    body.on('error', () => {}).destroy();
    throw new FetchError('too-large', `more than ${maxBytes} bytes`, false);
  }
  const type = headers['content-type'];
  return { mediaType: typeof type === 'string' ? type : '', body: limited(body, maxBytes) };
}

async function* limited(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new FetchError('too-large', `more than ${maxBytes} bytes`, false);
    yield chunk;
  }
}

function readUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new FetchError('bad-url', 'not an http or https address', false);
  }
  return url;
}

export function guardedConnector({
  allow,
  timeout,
  lookup = systemLookup,
}: SafeFetchOptions): buildConnector.connector {
  const connect = buildConnector({ timeout, lookup: guardedLookup(lookup, allow) });
  return (target, callback) => {
    // A literal address is connected to without a look-up.
    const literal = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !isAllowed(literal, allow)) return callback(blocked(), null);
    connect(target, (...outcome) => {
      const [error, socket] = outcome;
      if (error) return callback(error, null);
      if (socket.remoteAddress === undefined || !isAllowed(socket.remoteAddress, allow)) {
        socket.destroy();
        return callback(blocked(), null);
      }
      callback(null, socket);
    });
  };
}

/** Resolves as `lookup` does, and lets through only addresses that may be reached. */
function guardedLookup(lookup: LookupFunction, allow: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const list = Array.isArray(addresses) ? addresses : [{ address: addresses, family: isIP(addresses) }];
      const good = list.filter(({ address }) => isAllowed(address, allow));
      const first = good[0];
      if (!first) return callback(blocked(), '');
      if (options.all) return callback(null, good);
      callback(null, first.address, first.family);
    });
  };
}

/** Whether an address is public, or in one of the networks that are allowed all the same. */
export function isAllowed(address: string, allow: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` turns an IPv4-mapped IPv6 address into the IPv4 one that it reaches.
  const parsed = ipaddr.process(address);
  if (parsed.range() === 'unicast') return true;
  return allow.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}

const blocked = () => new FetchError('blocked-address', 'the address is not a public one', false);

/** What is neither ours nor of the file system that the answer is written to: the network, or the other side. */
function asFetchError(error: unknown): unknown {
  if (error instanceof FetchError) return error;
  const cause: unknown = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;
  if (cause instanceof FetchError) return cause;
  const network = codeOf(error) !== null || nameOf(error) === 'TimeoutError';
  return network ? new FetchError('network', `no answer (${nameOf(error)})`, true, error) : error;
}
