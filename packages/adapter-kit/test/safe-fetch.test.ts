import type { RequestListener } from 'node:http';
import type { LookupFunction } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { FetchError, isAllowed, type SafeFetchOptions, safeFetch } from '../src/index.ts';
import { serve } from './support/bench.ts';

const LOOPBACK = ['127.0.0.0/8'];
const defaults: SafeFetchOptions = { maxBytes: 1_000, allow: LOOPBACK, timeout: 3_000 };

async function read(url: string, options: Partial<SafeFetchOptions> = {}): Promise<string> {
  return safeFetch(url, { ...defaults, ...options }, async ({ mediaType, body }) => {
    let text = `${mediaType}:`;
    for await (const chunk of body) text += Buffer.from(chunk).toString();
    return text;
  });
}

const codeOf = (fetching: Promise<unknown>) =>
  fetching.then(
    () => 'fetched',
    (error) => (error instanceof FetchError ? error.code : String(error)),
  );

/** A name server that says what it is told to, one answer for each question. */
function answers(...addresses: string[]): LookupFunction {
  return (_name, _options, callback) => {
    const address = addresses.length > 1 ? addresses.shift() : addresses[0];
    callback(null, [{ address: address ?? '', family: address?.includes(':') ? 6 : 4 }]);
  };
}

describe('an address', () => {
  const addresses: [string, boolean][] = [
    ['8.8.8.8', true],
    ['2001:4860:4860::8888', true],
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['192.0.2.1', false],
    ['198.18.0.1', false],
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['ff02::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['not an address', false],
  ];
  test.each(addresses)('%s is reached: %s', (address, allowed) => expect(isAllowed(address, [])).toBe(allowed));

  test('in an allowed network is reached, others of its kind are not', () => {
    expect(isAllowed('10.20.3.4', ['10.20.0.0/16'])).toBe(true);
    expect(isAllowed('10.21.3.4', ['10.20.0.0/16'])).toBe(false);
    expect(isAllowed('::ffff:10.20.3.4', ['10.20.0.0/16'])).toBe(true);
  });
});

describe('fetching what a citizen points to', () => {
  const hello: RequestListener = (_request, response) => response.setHeader('content-type', 'text/plain').end('hello');

  test('gives the type and the bytes', async () => {
    expect(await read(await serve(hello))).toBe('text/plain:hello');
  });

  test.each([
    ['http://127.0.0.1:1/'],
    ['http://[::1]:1/'],
    ['http://2130706433/'],
    ['http://0x7f.1/'],
    ['http://[::ffff:127.0.0.1]/'],
    ['http://localhost:1/'],
  ])('%s connects nowhere', async (url) => expect(await codeOf(read(url, { allow: [] }))).toBe('blocked-address'));

  test.each([['file:///etc/passwd'], ['ftp://a.example/'], ['nothing'], ['gopher://a.example/']])(
    '%s is no address to fetch',
    async (url) => expect(await codeOf(read(url))).toBe('bad-url'),
  );

  test('a name that points inside reaches nobody', async () => {
    let asked = 0;
    const { port } = new URL(await serve((_request, response) => response.end(String(asked++))));
    const inside = read(`http://inside.example:${port}/`, { allow: [], lookup: answers('127.0.0.1') });
    expect([await codeOf(inside), asked]).toEqual(['blocked-address', 0]);
  });

  test('a name that changes its answer between two questions reaches nobody', async () => {
    let asked = 0;
    const { port } = new URL(await serve((_request, response) => response.end(String(asked++))));
    // Whoever checks a name and then connects to it asks twice, and may be told two things; here it is asked once.
    const lookup = answers('127.0.0.1', '8.8.8.8');
    expect(await codeOf(read(`http://rebind.example:${port}/`, { allow: [], lookup }))).toBe('blocked-address');
    const both: LookupFunction = (_name, _options, callback) =>
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ]);
    expect(await codeOf(read(`http://both.example:${port}/`, { allow: [], lookup: both }))).toBe('blocked-address');
    expect(asked).toBe(0);
  });

  test('a redirect is followed to where it may go', async () => {
    const target = await serve(hello);
    expect(await read(await serve((_request, response) => response.writeHead(302, { location: target }).end()))).toBe(
      'text/plain:hello',
    );
  });

  test('a redirect inside reaches nobody', async () => {
    let asked = 0;
    const inside = new URL(await serve((_request, response) => response.end(String(asked++))));
    // The way out is allowed by its one address; where it leads is another loopback address, which is not.
    inside.hostname = '127.0.0.2';
    const outside = await serve((_request, response) => response.writeHead(302, { location: inside.href }).end());
    expect(await codeOf(read(outside, { allow: ['127.0.0.1/32'] }))).toBe('blocked-address');
    expect(asked).toBe(0);
  });

  test('a redirect to a file is refused, and so is the fourth redirect', async () => {
    const file = await serve((_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
    expect(await codeOf(read(file))).toBe('bad-url');
    let hops = 0;
    const circle = await serve((_request, response) => {
      hops++;
      response.writeHead(302, { location: '/' }).end();
    });
    expect([await codeOf(read(circle)), hops]).toEqual(['too-many-redirects', 4]);
  });

  test('more bytes than allowed are not read, whether announced or not', async () => {
    const announced = await serve((_request, response) => response.end(Buffer.alloc(5_000)));
    expect(await codeOf(read(announced))).toBe('too-large');
    const streamed = await serve((_request, response) => {
      for (let i = 0; i < 50; i++) response.write(Buffer.alloc(1_000));
      response.end();
    });
    expect(await codeOf(read(streamed))).toBe('too-large');
  });

  test('a server that never ends its answer is left after the time allowed', async () => {
    const slow = await serve((_request, response) => void response.write('a'));
    expect(await codeOf(read(slow, { timeout: 150 }))).toBe('network');
  });

  test.each([
    [404, false],
    [429, true],
    [503, true],
  ])('an answer of %i is worth another try: %s', async (status, retry) => {
    const url = await serve((_request, response) => response.writeHead(status).end());
    await expect(read(url)).rejects.toMatchObject({ code: 'status', retry });
  });

  test('the message of an error quotes no address', async () => {
    await expect(read('http://secret.example/?token=1', { lookup: answers('10.0.0.1') })).rejects.toThrow(
      /^the address is not a public one$/,
    );
  });
});
