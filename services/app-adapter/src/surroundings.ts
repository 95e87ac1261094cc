import { randomBytes } from 'node:crypto';
import type { Policy } from '@yihaotong/hotline-policy';
import { Requests } from './requests/reader.ts';

/** What the channel's pages and answers need beyond the kit's port. */
export interface Surroundings {
  requests: Requests;
  /** The policy of this moment. */
  policy(): Pick<Policy, 'city' | 'topics'>;
  /** Signs the form's tokens. */
  formSecret: Uint8Array;
  /** Without a slash at the end. */
  publicUrl: string;
}

/** The channel by itself, as the tools read its declaration: it takes petitions in, and remembers only the recent ones. */
export const ALONE: Surroundings = {
  requests: new Requests({ get: async () => null, find: async () => ({ items: [], next: null }) }),
  policy: () => ({ city: { name: '', nameEnglish: '', adcode: '', timeZone: 'Asia/Shanghai' }, topics: [] }),
  formSecret: randomBytes(32),
  publicUrl: 'http://127.0.0.1:12345',
};
