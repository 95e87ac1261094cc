import type { Request } from 'express';

const FORWARDING = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether somebody on this very machine asks: from a loopback address (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3),
 * not through a proxy, and under a local name, so that a page of another site that had its name pointed here
 * (DNS rebinding) is not taken for it.
 */
export function isLoopback(request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const isLocal = address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
  if (!isLocal || FORWARDING.some((name) => request.headers[name] !== undefined)) return false;
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  return LOCAL_HOSTS.has(host);
}
