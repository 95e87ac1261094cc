import { context, type Meter, propagation, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import { type DestinationStream, type Logger, pino } from 'pino';
import { ATTRIBUTES, type AttributeKey, METRICS, type MetricKey } from './names.ts';
import type { Attributes, Telemetry } from './port.ts';

export interface TelemetryOptions {
  /** As its folder under `services/`, or `all-in-one`. */
  service: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where traces go (OTLP over HTTP, `http://host:4318/v1/traces`); null: nowhere. */
  traceUrl: string | null;
  /** Share of traces that are kept, 0 to 1. */
  traceRatio: number;
  /** Where log lines go; standard output when absent. */
  logDestination?: DestinationStream;
}

// The context manager and the propagator are process-wide in OpenTelemetry; setting them again changes nothing.
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CTraceContextPropagator());

/** Sets up logs, traces and metrics of one process. */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': `yihaotong-${options.service}` });
  const tracers = new NodeTracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.traceRatio) }),
    spanProcessors: options.traceUrl ? [new BatchSpanProcessor(new OTLPTraceExporter({ url: options.traceUrl }))] : [],
  });
  const tracer = tracers.getTracer('yihaotong');
  // The exporter's own server stays off: /metrics is one page of the service's HTTP.
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const meters = new MeterProvider({ resource, readers: [exporter] });
  const instruments = createInstruments(meters.getMeter('yihaotong'));
  const logger = createLogger(options);

  return {
    logger,
    span: (name, attributes, work, headers) => inSpan(tracer, name, attributes, work, headers),
    traceHeaders() {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      return headers;
    },
    count: (metric, attributes, value = 1) => instruments[metric](value, translate(attributes)),
    alarm(code, message, attributes) {
      logger.error({ alarm: code, ...translate(attributes) }, message);
      instruments.alarms(1, translate({ ...attributes, code }));
    },
    async metricsPage() {
      const { resourceMetrics } = await exporter.collect();
      return new PrometheusSerializer().serialize(resourceMetrics);
    },
    async close() {
      await tracers.shutdown();
      await meters.shutdown();
    },
  };
}

function createLogger(options: TelemetryOptions): Logger {
  const settings = {
    level: options.logLevel,
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
    },
  };
  return options.logDestination ? pino(settings, options.logDestination) : pino(settings);
}

type Emit = (value: number, attributes: Record<string, string | number>) => void;

function createInstruments(meter: Meter): Record<MetricKey, Emit> {
  const emitters = Object.entries(METRICS).map(([key, { name, kind, description }]): [string, Emit] => {
    if (kind === 'counter') {
      const counter = meter.createCounter(name, { description });
      return [key, (value, attributes) => counter.add(value, attributes)];
    }
    if (kind === 'gauge') {
      const gauge = meter.createGauge(name, { description });
      return [key, (value, attributes) => gauge.record(value, attributes)];
    }
    const histogram = meter.createHistogram(name, { description, unit: 's' });
    return [key, (value, attributes) => histogram.record(value, attributes)];
  });
  return Object.fromEntries(emitters) as Record<MetricKey, Emit>;
}

/** Attribute keys as names.ts spells them for the outside; dots are not allowed in Prometheus, its exporter replaces them. */
function translate(attributes: Attributes): Record<string, string | number> {
  const translated: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(attributes)) translated[ATTRIBUTES[key as AttributeKey]] = value;
  return translated;
}

function inSpan<T>(
  tracer: Tracer,
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  headers?: Readonly<Record<string, string>>,
): Promise<T> {
  const parent = headers ? propagation.extract(context.active(), headers) : context.active();
  return tracer.startActiveSpan(name, { attributes: translate(attributes) }, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      // The class alone: a message may quote what a citizen wrote.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
      throw error;
    } finally {
      span.end();
    }
  });
}
