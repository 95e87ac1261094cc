import type { Request } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

/**
 * Whose request it is: the address before `proxies` reverse proxies, each of which adds the one it heard from at the end
 * of X-Forwarded-For. An IPv6 network counts as one address.
 */
export function clientAddress(request: Request, proxies: number): string {
  const forwarded = (request.get('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
  const claimed = proxies === 0 ? undefined : forwarded.at(-proxies);
  return ipKeyGenerator(claimed || (request.socket.remoteAddress ?? ''));
}
