import { Writable } from 'node:stream';
import type { Telemetry } from '@yihaotong/telemetry';
import { createTelemetry } from '@yihaotong/telemetry';

export interface CapturedTelemetry extends Telemetry {
  /** Every log line, every span with its attributes, every measurement with its attributes, as text. */
  readonly seen: readonly string[];
  /** The codes of the alarms raised so far. */
  readonly alarms: readonly string[];
}

/** The gateway's own telemetry, with everything that leaves through it kept as text for the search for personal data. */
export function capturedTelemetry(): CapturedTelemetry {
  const seen: string[] = [];
  const alarms: string[] = [];
  const logDestination = new Writable({
    write(chunk, _encoding, done) {
      seen.push(String(chunk));
      done();
    },
  });
  const inner = createTelemetry({
    service: 'conformance',
    logLevel: 'debug',
    traceUrl: null,
    traceRatio: 1,
    logDestination,
  });
  return {
    seen,
    alarms,
    logger: inner.logger,
    span(name, attributes, work, headers) {
      seen.push(`span ${name} ${JSON.stringify(attributes)}`);
      return inner.span(name, attributes, work, headers);
    },
    traceHeaders: () => inner.traceHeaders(),
    count(metric, attributes, value) {
      seen.push(`metric ${metric} ${JSON.stringify(attributes)} ${value ?? 1}`);
      inner.count(metric, attributes, value);
    },
    alarm(code, message, attributes) {
      alarms.push(code);
      inner.alarm(code, message, attributes);
    },
    metricsPage: () => inner.metricsPage(),
    close: () => inner.close(),
  };
}
