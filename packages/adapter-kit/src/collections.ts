import type { Body, CollectionSpec } from '@yihaotong/document-store';
import type { PetitionQuarantined, ReplyRequested } from '@yihaotong/petition-event';

/** What the kit keeps in the document store. */

/** Where a poller stands; the id is the channel's. */
export const CHANNEL_CURSORS = { name: 'channel-cursors', indexes: [['channel']] } satisfies CollectionSpec;
export interface CursorBody extends Body {
  channel: string;
  cursor: string;
  savedAt: string;
}

/** Quarantined items with their raw body, so that a replay needs no scan; the id is the quarantine id. */
export const QUARANTINED_ITEMS = {
  name: 'quarantined-items',
  indexes: [['channel', 'state']],
} satisfies CollectionSpec;
export interface QuarantinedBody extends Body {
  channel: string;
  state: 'quarantined' | 'recovered';
  item: PetitionQuarantined['data'];
}

/** One reply on one channel; the id is `<reply id>/<channel>`. */
export const REPLY_STATES = {
  name: 'reply-states',
  indexes: [
    ['channel', 'state', 'nextAttemptAt'],
    ['channel', 'announced'],
  ],
} satisfies CollectionSpec;
export interface ReplyBody extends Body {
  replyId: string;
  petitionId: string;
  channel: string;
  /** `sending`: it may have gone out; after `nextAttemptAt` it is sent again with the same reply id. */
  state: 'waiting' | 'sending' | 'delivered' | 'failed';
  attempts: number;
  nextAttemptAt: string;
  /** Channels that had their turn, this one included. */
  tried: string[];
  request: ReplyRequested['data'];
  /** How it ended, for the event. */
  outcome: { at: string; parts: number } | { at: string; code: string; message: string } | null;
  /** Whether the log has the event of the outcome; true while there is none. */
  announced: boolean;
}

/** When a citizen last wrote on a channel whose window for replies closes; the id is `<channel>/<citizen key>`. */
export const REPLY_WINDOWS = { name: 'reply-windows', indexes: [['channel']] } satisfies CollectionSpec;
export interface WindowBody extends Body {
  channel: string;
  lastAt: string;
}

/** What the desk shows of an attachment; the id is `<petition id>/<attachment id>`. */
export const ATTACHMENTS = { name: 'attachments', indexes: [['petitionId']] } satisfies CollectionSpec;
export interface AttachmentBody extends Body {
  petitionId: string;
  attachmentId: string;
  state: 'pending' | 'stored' | 'failed';
  /** The file stands in the blob folder under it. */
  sha256: string | null;
  size: number | null;
  mediaType: string;
  /** Why it failed: a code. */
  reason: string | null;
}

/** What is still to be fetched; same ids as in `attachments`. */
export const ATTACHMENT_FETCHES = {
  name: 'attachment-fetches',
  indexes: [['channel', 'nextAttemptAt']],
} satisfies CollectionSpec;
export interface FetchBody extends Body {
  channel: string;
  petitionId: string;
  attachmentId: string;
  url: string;
  mediaType: string;
  attempts: number;
  nextAttemptAt: string;
}
