import type { Topic } from '@yihaotong/petition-event';

/** The consumer groups in which the desk reads each topic. */
export const GROUPS = {
  'petitions.received': 'desk-received',
  'petitions.normalized': 'desk-normalized',
  'petitions.quarantined': 'desk-quarantined',
  cases: 'desk-cases',
  replies: 'desk-replies',
} as const satisfies Partial<Record<Topic, string>>;

/** What the ledger is counted from. */
export const LEDGER_TOPICS = ['petitions.received', 'petitions.normalized', 'petitions.quarantined'] as const;
