import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string } }[];
}

interface Export {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}

/** Where the gateway sends its traces: OTLP over HTTP, in JSON. */
export interface TraceCollector {
  env: Record<string, string>;
  spans: readonly Span[];
  close(): Promise<void>;
}

export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: Span[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString()) as Export;
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { TRACES_URL: `http://127.0.0.1:${port}/v1/traces`, TRACES_RATIO: '1' },
    spans,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The spans of the trace in which a petition was accepted or decided. */
export function traceOf(spans: readonly Span[], petitionId: string): Span[] {
  const traceId = spans.find(({ attributes }) =>
    attributes.some(({ value }) => value.stringValue === petitionId),
  )?.traceId;
  return spans.filter((span) => span.traceId === traceId);
}
