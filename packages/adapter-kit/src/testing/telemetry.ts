import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Attributes, MetricKey, SpanName, Telemetry, TraceHeaders } from '@yihaotong/telemetry';
import { type Logger, pino } from 'pino';

export interface CapturedTelemetry extends Telemetry {
  /** Log lines as they would be written. */
  readonly lines: readonly string[];
  readonly metrics: readonly { metric: MetricKey; attributes: Attributes; value: number }[];
  readonly alarms: readonly { code: string; message: string; attributes: Attributes }[];
  readonly spans: readonly { name: SpanName; attributes: Attributes; parent: string | null; error: string | null }[];
  /** Everything that left, as one text: to look for what must not be in it. */
  everything(): string;
  /** The sum of a counter over the measurements whose attributes fit. */
  sum(metric: MetricKey, attributes?: Attributes): number;
}

/** Telemetry that keeps what it is given. Spans nest, and their trace travels in headers as the real one's does. */
export function captureTelemetry(): CapturedTelemetry {
  const lines: string[] = [];
  const metrics: { metric: MetricKey; attributes: Attributes; value: number }[] = [];
  const alarms: { code: string; message: string; attributes: Attributes }[] = [];
  const spans: { name: SpanName; attributes: Attributes; parent: string | null; error: string | null }[] = [];
  const active = new AsyncLocalStorage<string>();
  const logger: Logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  return {
    lines,
    metrics,
    alarms,
    spans,
    logger,
    everything: () => [...lines, ...[metrics, alarms, spans].map((kept) => JSON.stringify(kept))].join('\n'),
    sum: (metric, attributes = {}) =>
      metrics
        .filter((measured) => measured.metric === metric && fits(measured.attributes, attributes))
        .reduce((sum, { value }) => sum + value, 0),
    async span<T>(name: SpanName, attributes: Attributes, work: () => Promise<T>, headers?: TraceHeaders): Promise<T> {
      const parent = headers?.traceparent ?? active.getStore() ?? null;
      const span = { name, attributes, parent, error: null as string | null };
      spans.push(span);
      try {
        return await active.run(childOf(parent), work);
      } catch (error) {
        span.error = error instanceof Error ? error.name : 'error';
        throw error;
      }
    },
    traceHeaders() {
      const traceparent = active.getStore();
      return traceparent === undefined ? {} : { traceparent };
    },
    count: (metric, attributes, value = 1) => void metrics.push({ metric, attributes, value }),
    alarm(code, message, attributes) {
      alarms.push({ code, message, attributes });
      logger.error({ alarm: code, ...attributes }, message);
    },
    metricsPage: async () => '',
    close: async () => {},
  };
}

const fits = (attributes: Attributes, wanted: Attributes) =>
  Object.entries(wanted).every(([name, value]) =>
    Object.entries(attributes).some((e) => e[0] === name && e[1] === value),
  );

/** W3C Trace Context: the trace stays, the span is new. */
function childOf(parent: string | null): string {
  const trace = parent?.split('-')[1] ?? randomBytes(16).toString('hex');
  return `00-${trace}-${randomBytes(8).toString('hex')}-01`;
}
