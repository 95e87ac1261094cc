import type { Platform } from '@yihaotong/service-host';
import type { Request, Response } from 'express';
import type { BlobReader } from '../blobs.ts';
import type { DeskConfig } from '../config.ts';
import type { Ledger } from '../ledger/report.ts';
import type { Hub } from '../live/hub.ts';
import type { Act, Audit } from '../people/audit.ts';
import type { People, SignedIn } from '../people/people.ts';
import { may, type Right } from '../people/rights.ts';
import type { Collections } from '../store/collections.ts';
import { readSessionCookie } from './cookies.ts';
import { ApiError } from './http.ts';
import type { SummaryAnswer } from './schema.ts';

/** What the routes work with. */
export interface Desk {
  platform: Platform;
  config: DeskConfig;
  collections: Collections;
  people: People;
  audit: Audit;
  hub: Hub;
  blobs: BlobReader;
  ledger(): Promise<Ledger>;
  /** The figures of one unit, or of the whole city. */
  summary(unitId: string | null): Promise<SummaryAnswer>;
  /** Consoles that listen, to be ended when the desk stops. */
  streams: Set<() => void>;
}

/** Who sent the request. Throws ApiError when it is nobody. */
export async function signedIn(desk: Desk, request: Request): Promise<SignedIn> {
  const token = readSessionCookie(request, desk.config.secureCookies);
  const found = token === null ? null : await desk.people.whoIs(token);
  if (!found) throw new ApiError('not-signed-in', 'sign in first');
  return found;
}

export type SignedInHandler = (request: Request, response: Response, who: SignedIn) => Promise<void>;

/** A route for those who are signed in and have the right. */
export function allowed(desk: Desk, right: Right, handle: SignedInHandler) {
  return async (request: Request, response: Response): Promise<void> => {
    const who = await signedIn(desk, request);
    if (!may(who.user, right)) throw new ApiError('forbidden', `the role ${who.user.role} may not do this`);
    await handle(request, response, who);
  };
}

/** Writes down what somebody is about to do. */
export function note(desk: Desk, { user }: SignedIn, act: Omit<Act, 'who' | 'role'>): Promise<void> {
  return desk.audit.write({ who: user.name, role: user.role, ...act });
}

/** A part of the path. */
export function param(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}
