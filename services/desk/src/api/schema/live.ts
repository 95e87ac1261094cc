import { z } from 'zod';

/** Kinds of `GET /api/desk/events`; see liveMessage for their data. */
export const LIVE_KINDS = ['case', 'petition', 'quarantine', 'channels', 'summary'] as const;
export type LiveKind = (typeof LIVE_KINDS)[number];
/** What changed since the last message of the kind. `more`: there were too many to name, fetch the list again. */
export const liveMessage = z.object({ ids: z.array(z.string()), more: z.boolean() });
export type LiveMessage = z.infer<typeof liveMessage>;
