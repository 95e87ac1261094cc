import type { Logger } from 'pino';
import type { AttributeKey, MetricKey, SpanName } from './names.ts';

/** Attribute values by their key in names.ts; never personal data. */
export type Attributes = Partial<Record<AttributeKey, string | number>>;

/** Trace context as it travels in a log record's headers (W3C Trace Context: `traceparent`). */
export type TraceHeaders = Readonly<Record<string, string>>;

export interface Telemetry {
  /** Lines are JSON with `trace_id` where a span is active. Never pass a citizen's words, name or number. */
  logger: Logger;
  /** Runs `work` inside a span, a child of the trace in `headers` when given; records the error and throws it on. */
  span<T>(name: SpanName, attributes: Attributes, work: () => Promise<T>, headers?: TraceHeaders): Promise<T>;
  /** The active trace, for a record's headers; empty outside a span. */
  traceHeaders(): Record<string, string>;
  /** Adds to a counter, sets a gauge, or records in a histogram (seconds). */
  count(metric: MetricKey, attributes: Attributes, value?: number): void;
  /** Something that a person must look at: a log line of level error with `alarm: code`, and the alarms counter. */
  alarm(code: string, message: string, attributes: Attributes): void;
  /** The Prometheus text page. */
  metricsPage(): Promise<string>;
  close(): Promise<void>;
}
