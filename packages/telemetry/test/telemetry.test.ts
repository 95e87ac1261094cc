import { Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createTelemetry } from '../src/index.ts';

function started() {
  const lines: Record<string, unknown>[] = [];
  const logDestination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const telemetry = createTelemetry({
    service: 'test',
    logLevel: 'info',
    traceUrl: null,
    traceRatio: 1,
    logDestination,
  });
  return { telemetry, lines };
}

test('a trace travels through record headers, and log lines carry its id', async () => {
  const { telemetry, lines } = started();
  const headers = await telemetry.span('petition.accept', { channel: 'app' }, async () => telemetry.traceHeaders());
  await telemetry.span('petition.route', {}, async () => telemetry.logger.info('routed'), headers);
  expect(headers.traceparent?.split('-')[1]).toBe(lines[0]?.trace_id);
  await telemetry.close();
});

test('outside a span there is no trace to pass on', async () => {
  const { telemetry } = started();
  expect(telemetry.traceHeaders()).toEqual({});
  await telemetry.close();
});

test('the metrics page names what was counted, by the list of names', async () => {
  const { telemetry } = started();
  telemetry.count('received', { channel: 'app' });
  telemetry.count('received', { channel: 'app' }, 2);
  expect(await telemetry.metricsPage()).toMatch(
    /yihaotong_petitions_received_total\{[^}]*yihaotong_channel="app"[^}]*\} 3/,
  );
  await telemetry.close();
});

test('an alarm is a line and a count', async () => {
  const { telemetry, lines } = started();
  telemetry.alarm('outbox-full', 'the outbox is full', { channel: 'app' });
  expect(lines[0]).toMatchObject({ alarm: 'outbox-full', msg: 'the outbox is full' });
  expect(await telemetry.metricsPage()).toContain('yihaotong_code="outbox-full"');
  await telemetry.close();
});

test('an error passes through its span', async () => {
  const { telemetry } = started();
  await expect(telemetry.span('case.act', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await telemetry.close();
});
