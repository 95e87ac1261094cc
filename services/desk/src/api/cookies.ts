import type { Request, Response } from 'express';

/** With HTTPS the prefix makes browsers refuse the cookie from anywhere but this very host. */
const nameOf = (secure: boolean) => (secure ? '__Host-yihaotong' : 'yihaotong');

/** The session's token; null without one. */
export function readSessionCookie(request: Request, secure: boolean): string | null {
  const wanted = `${nameOf(secure)}=`;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const pair = part.trim();
    if (pair.startsWith(wanted)) return pair.slice(wanted.length) || null;
  }
  return null;
}

export function setSessionCookie(response: Response, secure: boolean, token: string, expires: Date): void {
  response.cookie(nameOf(secure), token, { httpOnly: true, sameSite: 'lax', secure, path: '/', expires });
}

export function clearSessionCookie(response: Response, secure: boolean): void {
  response.clearCookie(nameOf(secure), { httpOnly: true, sameSite: 'lax', secure, path: '/' });
}
