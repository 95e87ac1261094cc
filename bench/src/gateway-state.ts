import { setTimeout as pause } from 'node:timers/promises';

export interface Ledger {
  behind: number;
  total: { received: number; inFlight: number };
}

export async function ledgerOf(url: string): Promise<Ledger> {
  return (await (await fetch(`${url}/api/ledger`)).json()) as Ledger;
}

/** Resolves when everything that was received has come through. */
export async function drained(url: string, say: (line: string) => void): Promise<void> {
  for (let looks = 0; ; looks++) {
    const { behind, total } = await ledgerOf(url);
    if (behind === 0 && total.inFlight === 0) return;
    if (looks % 20 === 19) say(`  ${total.inFlight} of ${total.received} on their way`);
    await pause(500);
  }
}

/** Resolves when the first page and readiness both answer 200; to milliseconds since `since`. */
export async function firstPage(url: string, since: number): Promise<number> {
  for (;;) {
    if ((await isOk(`${url}/`)) && (await isOk(`${url}/readyz`))) return performance.now() - since;
    await pause(10);
  }
}

async function isOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** The one-time link among what a gateway printed. */
export function signInLink(output: string): string {
  const link = /http\S+\/signin\?once=\S+/.exec(output)?.[0];
  if (!link) throw new Error('the gateway printed no sign-in link');
  return link;
}
