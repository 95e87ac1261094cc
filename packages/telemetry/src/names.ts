/** Every span, metric and attribute that the gateway emits. What is not here does not exist. */
export const SPANS = {
  accept: 'petition.accept',
  understand: 'petition.understand',
  match: 'petition.match',
  route: 'petition.route',
  act: 'case.act',
  reply: 'reply.deliver',
} as const;

export const METRICS = {
  received: {
    name: 'yihaotong_petitions_received_total',
    kind: 'counter',
    description: 'Items acknowledged, by channel',
  },
  quarantined: {
    name: 'yihaotong_petitions_quarantined_total',
    kind: 'counter',
    description: 'Items put into quarantine, by channel, stage and code',
  },
  refused: {
    name: 'yihaotong_requests_refused_total',
    kind: 'counter',
    description: 'Requests refused before reading, by channel and code',
  },
  normalized: {
    name: 'yihaotong_petitions_normalized_total',
    kind: 'counter',
    description: 'Petitions understood and matched, by channel and relation',
  },
  cases: { name: 'yihaotong_case_changes_total', kind: 'counter', description: 'Case events, by type' },
  replies: { name: 'yihaotong_replies_total', kind: 'counter', description: 'Replies, by channel, kind and outcome' },
  outboxItems: {
    name: 'yihaotong_outbox_items',
    kind: 'gauge',
    description: "Items waiting on the adapter's own disk, by channel",
  },
  outboxFull: {
    name: 'yihaotong_outbox_full_total',
    kind: 'counter',
    description: 'Items answered "try again" because the outbox was full, by channel',
  },
  alarms: {
    name: 'yihaotong_alarms_total',
    kind: 'counter',
    description: 'Alarms raised, by channel or service and code',
  },
  attachments: {
    name: 'yihaotong_attachments_total',
    kind: 'counter',
    description: 'Attachments, by channel and outcome',
  },
  handled: {
    name: 'yihaotong_handling_seconds',
    kind: 'histogram',
    description: 'Time from acknowledged to handled, by step',
  },
  ledger: {
    name: 'yihaotong_ledger_petitions',
    kind: 'gauge',
    description: 'The ledger, by channel and kind: received, normalized, redelivered, quarantined, inFlight',
  },
  handlerErrors: {
    name: 'yihaotong_handler_errors_total',
    kind: 'counter',
    description: 'Failures of batch handlers, by service and topic',
  },
} as const satisfies Record<string, { name: string; kind: 'counter' | 'gauge' | 'histogram'; description: string }>;

export const ATTRIBUTES = {
  channel: 'yihaotong.channel',
  petitionId: 'yihaotong.petition_id',
  caseId: 'yihaotong.case_id',
  stage: 'yihaotong.stage',
  code: 'yihaotong.code',
  relation: 'yihaotong.relation',
  outcome: 'yihaotong.outcome',
  kind: 'yihaotong.kind',
  type: 'yihaotong.type',
  service: 'yihaotong.service',
  topic: 'yihaotong.topic',
  step: 'yihaotong.step',
} as const;

export type SpanName = (typeof SPANS)[keyof typeof SPANS];
export type MetricKey = keyof typeof METRICS;
export type AttributeKey = keyof typeof ATTRIBUTES;
