import type { Telemetry } from '@yihaotong/telemetry';
import type { Router } from 'express';
import type { z } from 'zod';
import type { RefusedError } from './errors.ts';

/** Text for people: Chinese first. */
export interface Bilingual {
  zh: string;
  en: string;
}

/** One setting, read from the environment variable of its name. */
export interface ConfigField<T = unknown> {
  description: Bilingual;
  /** Never shown, never logged. */
  secret?: true;
  /** Without it the channel stays off and says so. A field that is not required has a default in its schema. */
  required: boolean;
  /** For the sample environment file. Never a working secret. */
  example: string;
  /** Reads the variable's text; its messages say what to write instead. */
  schema: z.ZodType<T, string | undefined>;
}

export type ConfigFields = Record<string, ConfigField>;
export type ConfigOf<F extends ConfigFields> = { [K in keyof F]: z.output<F[K]['schema']> };

/** What the channel can do; the kit keeps within it. */
export interface Capabilities {
  /** Null: nothing can be sent back on this channel. */
  reply: {
    /** Longest message in characters (code points); longer answers are split at sentence ends. */
    maxLength: number;
    /** Most messages that one reply may become; what is beyond is cut with a pointer to the query code. */
    maxParts: number;
    /** How long after the citizen's last message a reply may still be sent, in hours; null: always. */
    windowHours: number | null;
    /** `phone`: the channel reaches anyone by phone number, so that it can stand in for another channel. */
    addressedBy?: 'phone';
  } | null;
  attachments: { maxBytes: number; mediaTypes: readonly string[] };
  /** Largest item that is read, in bytes; larger ones are quarantined by their head and hash. */
  maxItemBytes: number;
}

/** What the channel delivered, byte for byte. */
export interface RawInput {
  body: Uint8Array;
  mediaType: string;
  /** Header fields that `read` needs, by lower-case name; never credentials. */
  headers: Readonly<Record<string, string>>;
  /** Which account, number or mailbox it came in on. */
  account: string;
  receivedAt: Date;
}

export interface DraftAttachment {
  name: string;
  mediaType: string;
  /** The bytes, where they came with the item; else `url`. */
  content: Uint8Array | null;
  url: string | null;
}

/** A petition as the adapter read it, in the clear; the kit gives it its id, seals it and puts it on the log. */
export interface PetitionDraft {
  /** The channel's id of the item; null: the kit hashes content and time. */
  nativeId: string | null;
  threadId: string | null;
  line: string | null;
  citizen: {
    /** Number, open id, mail address, user name: what the channel answers to. Null for anonymous ones. */
    identity: string | null;
    name: string | null;
    phone: string | null;
  };
  title: string;
  text: string;
  language: string;
  place: {
    text: string;
    latitude: number | null;
    longitude: number | null;
    adcode: string | null;
    district: string | null;
  };
  attachments: readonly DraftAttachment[];
  occurredAt: Date;
  statedKind: string | null;
  extras: Readonly<Record<string, string>>;
}

/** What an item turned out to be. Nothing unknown is dropped: what cannot be read is `unreadable`, with the reason. */
export type Reading =
  | { kind: 'petitions'; drafts: readonly [PetitionDraft, ...PetitionDraft[]] }
  /** Understood, and no petition: a delivery receipt, a follow event. */
  | { kind: 'nothing'; reason: string }
  | { kind: 'unreadable'; code: string; message: string };

export interface ReadContext<Config> {
  config: Config;
  channel: string;
}

/** What became of an item. It is durable when this is known. */
export type Acceptance =
  | { kind: 'accepted'; petitions: readonly { id: string; queryCode: string }[] }
  | { kind: 'nothing'; reason: string }
  | { kind: 'quarantined'; quarantineId: string; code: string; message: string };

/** What the kit gives to a channel. */
export interface Port<Config> {
  config: Config;
  telemetry: Telemetry;
  now: () => Date;
  /**
   * Reads the item and resolves when it is durable, on the log or in the outbox. Acknowledge to the channel after that.
   * Throws TryAgainError when neither can take it: give the channel's own "try again".
   */
  accept(raw: RawInput): Promise<Acceptance>;
  /** True the first time that a nonce is seen before `until`; kept on disk over a restart. */
  firstUse(nonce: string, until: Date): boolean;
  /**
   * Does the work if the nonce is new, and burns it when the work succeeded: a sender that was told "try again" may send
   * the same request once more. Throws RefusedError `replayed` where the nonce was used, or is being used at this moment.
   */
  once<T>(nonce: string, until: Date, work: () => Promise<T>): Promise<T>;
  /** Counts a request that was refused before it was read. */
  refused(code: RefusedError['code']): void;
}

/** One message to one citizen, already within the channel's capabilities. */
export interface OutgoingReply {
  /** Stable over retries: use it as the vendor's idempotency key where there is one. */
  replyId: string;
  petitionId: string;
  queryCode: string;
  kind: 'receipt' | 'answer' | 'callback' | 'state';
  /** The account that the petition came in on; empty where this channel stands in for another one. */
  account: string;
  /** The citizen's identity on this channel, in the clear; null for anonymous ones. */
  identity: string | null;
  threadId: string | null;
  inReplyTo: string | null;
  /** In order; each within `maxLength`. */
  parts: readonly string[];
}

/** What every channel declares. */
interface Declaration<F extends ConfigFields> {
  /** Lower case: `sms`. */
  id: string;
  title: Bilingual;
  /** As in the adapter's package.json. */
  version: string;
  /** How a sender proves itself. */
  authentication: 'signature' | 'api-key' | 'login';
  capabilities: Capabilities;
  config: F;
  /** Pure: the same item always reads the same. Throwing is `unreadable` with code `read-failed`. */
  read(raw: RawInput, context: ReadContext<ConfigOf<F>>): Reading;
  /**
   * Sends one reply. Throws ReplyError when it did not go out: `retry` (later again), `window-closed` (another channel),
   * `refused` (never on this channel). Absent where capabilities.reply is null.
   */
  deliver?(reply: OutgoingReply, port: Port<ConfigOf<F>>): Promise<void>;
}

/** A channel whose items are pushed to us over HTTP. */
export interface PushChannel<F extends ConfigFields = ConfigFields> extends Declaration<F> {
  kind: 'push';
  /** The routes that the channel's senders call; see `webhook` for the usual case. */
  serve(port: Port<ConfigOf<F>>): Router;
}

/** An item with the cursor that stands right after it. */
export interface Pulled {
  raw: RawInput;
  cursor: string;
}

/** A channel that we ask for what is new. */
export interface PollChannel<F extends ConfigFields = ConfigFields> extends Declaration<F> {
  kind: 'poll';
  /** Seconds between two rounds. */
  everySeconds: number;
  /**
   * Yields what came after the cursor (null: from the start), oldest first, and ends when there is nothing more.
   * The kit saves each cursor after its item is durable. Throws CursorError where the cursor cannot be right
   * (it lies in the future, the account was reset): alarm, and nothing is taken in.
   */
  pull(cursor: string | null, port: Port<ConfigOf<F>>, signal: AbortSignal): AsyncIterable<Pulled>;
}

export type Channel<F extends ConfigFields = ConfigFields> = PushChannel<F> | PollChannel<F>;
