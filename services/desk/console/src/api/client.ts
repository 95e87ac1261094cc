import type { ErrorAnswer, ErrorCode } from '../../../src/api/schema.ts';

/** The desk said no; `code` has a text in the i18n files. */
export class DeskError extends Error {
  override readonly name = 'DeskError';
  readonly code: ErrorCode | 'offline';
  constructor(code: DeskError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const signedOut = new Set<() => void>();

/** Calls back when the desk no longer knows who asks. Returns how to stop it. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener);
  return () => void signedOut.delete(listener);
}

type Query = Record<string, string | number | undefined>;

/** GET; empty values of the query are left out. */
export function get<T>(path: string, query: Query = {}): Promise<T> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return ask<T>('GET', search ? `${path}?${search}` : path);
}

/** POST, PATCH or DELETE, with the header that tells the desk it is its own console. */
export function send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return ask<T>(method, path, body);
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { 'X-Requested-With': 'console', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new DeskError('offline', 'no answer');
  });
  if (response.status === 204) return undefined as T;
  const answer = (await response.json().catch(() => null)) as unknown;
  if (response.ok) return answer as T;
  const { code, message } = (answer as ErrorAnswer | null)?.error ?? { code: 'internal' as const, message: '' };
  if (code === 'not-signed-in') for (const listener of signedOut) listener();
  throw new DeskError(code, message);
}
