import { Agent, request } from 'node:http';

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

/** A bounded number of connections, kept open: a client that opens one for each request measures the opening. */
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

/** Sends one request and reads the whole answer. */
export function ask(url: string, headers: Readonly<Record<string, string>>, body: unknown = null): Promise<Answer> {
  const bytes = body === null ? null : Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent,
      method: bytes ? 'POST' : 'GET',
      headers: bytes ? { ...headers, 'content-type': 'application/json', 'content-length': bytes.length } : headers,
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    sent.end(bytes);
  });
}
