import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: what a cookie or a one-time link carries. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** As it is stored: a stolen store opens nothing. A token is random enough that one plain hash will do. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
