import type { Gateway } from './gateway.ts';
import { until } from './until.ts';

/** Somebody who is signed in at the desk. */
export interface Desk {
  get<T>(path: string): Promise<T>;
  /** Every item of a list, page by page. */
  all<T>(path: string): Promise<T[]>;
  post(path: string, body: unknown): Promise<Response>;
}

export interface CaseRow {
  caseId: string;
  matterId: string;
  state: 'open' | 'closed';
  title: string;
  summary: string;
  class: string;
  lamp: 'green' | 'yellow' | 'red' | 'tick';
  petitions: number;
  unit: { id: string; name: string };
  openedAt: string;
  deadline: string;
}

export interface PetitionRow {
  petitionId: string;
  caseId: string | null;
  matterId: string;
  queryCode: string;
  relation: string;
  invalid: { code: string } | null;
  title: string;
  text: string;
}

export interface ReplyRow {
  replyId: string;
  petitionId: string;
  kind: string;
  state: string;
  text: string;
}

export interface TimelineEntry {
  id: string;
  type: string;
  petitionId: string | null;
}

export interface Account {
  received: number;
  normalized: number;
  redelivered: number;
  quarantined: number;
  inFlight: number;
}

export interface Ledger {
  balanced: boolean;
  behind: number;
  total: Account;
}

/** Uses the first administrator's link. */
export async function signInFirst(gateway: Gateway): Promise<Desk> {
  const once = new URL(gateway.firstSignIn ?? 'http://none').searchParams.get('once');
  let cookie = '';
  const send = (path: string, init: RequestInit = {}) =>
    fetch(gateway.url + path, {
      ...init,
      headers: { cookie, 'content-type': 'application/json', 'x-requested-with': 'console' },
    });
  const desk: Desk = {
    async get<T>(path: string) {
      const response = await send(path);
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    },
    async all<T>(path: string) {
      const items: T[] = [];
      let after: string | null = null;
      do {
        const page: { items: T[]; next: string | null } = await desk.get(withPage(path, after));
        items.push(...page.items);
        after = page.next;
      } while (after !== null);
      return items;
    },
    post: (path, body) => send(path, { method: 'POST', body: JSON.stringify(body) }),
  };
  const signed = await desk.post('/api/desk/session/first', { once, name: '系统测试', password: 'a-long-password' });
  if (signed.status !== 201) throw new Error(`the first sign-in answered ${signed.status}: ${await signed.text()}`);
  cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? '';
  return desk;
}

function withPage(path: string, after: string | null): string {
  const page = new URLSearchParams({ limit: '200', ...(after === null ? {} : { after }) });
  return `${path}${path.includes('?') ? '&' : '?'}${page}`;
}

/** The ledger, once everything that was received has come through. */
export function settledLedger(gateway: Gateway, seconds = 120): Promise<Ledger> {
  return until(
    'everything has come through',
    async () => {
      const ledger = await gateway.get<Ledger>('/api/ledger');
      return ledger.behind === 0 && ledger.total.inFlight === 0 && ledger;
    },
    seconds,
  );
}
