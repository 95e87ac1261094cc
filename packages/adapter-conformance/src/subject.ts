import type { Channel, Tuning } from '@yihaotong/adapter-kit';
import type { Platform, Service } from '@yihaotong/service-host';
import type { Answer, ItemRequest } from './http.ts';

/** One item in the channel's own format. */
export interface Item {
  body: Uint8Array | string;
  mediaType: string;
}

/** The same, with its bytes. */
export interface ByteItem extends Item {
  body: Uint8Array;
}

/** What the suite asks the subject to put into an item. */
export interface ItemFields {
  nativeId: string;
  text: string;
  citizen: { identity: string; name: string; phone: string };
  /** Present: the item carries one attachment to be fetched from here. */
  attachmentUrl?: string;
  occurredAt: Date;
}

/** Where a poll channel's items come from in the tests: a folder, a fake mail server … in the process of the suite. */
export interface FakeSource {
  /** Settings that make the channel ask this source; laid over the subject's `env`. */
  env: Readonly<Record<string, string>>;
  /** The items stand in the source, after those offered before, when this resolves. */
  offer(items: readonly Item[]): Promise<void>;
  close(): Promise<void>;
}

export interface SentMessage {
  /** To whom, in the channel's words; null where the channel has no address. */
  to: string | null;
  text: string;
}

/** The provider to which the channel sends its replies, as a fake in the process of the suite. */
export interface FakeVendor {
  /** Settings that make the channel send to it; laid over the subject's `env`. */
  env: Readonly<Record<string, string>>;
  /** What it was given and took, in order; one entry for each message. */
  sent(): readonly SentMessage[];
  /** How often it was asked, whatever it answered. */
  asked(): number;
  /** `fails`: as when the provider is down. `window-closed`: as when the citizen wrote too long ago. */
  behave(how: 'takes' | 'fails' | 'window-closed'): void;
  close(): Promise<void>;
}

/** What was changed in a request so that it proves nothing. */
export interface Forgery {
  name: string;
  request: ItemRequest;
}

/** What the suite cannot know about an adapter. */
export interface Subject {
  /** The declaration. */
  channel: Channel;
  /**
   * The module that exports `channel` (and `run`, where the subject has one): the kill checks run it in a process of its
   * own. Write `new URL('../channel.ts', import.meta.url)`.
   */
  module: URL;
  /** A complete working configuration, apart from what source and vendor add. */
  env: Readonly<Record<string, string>>;
  /**
   * Where the adapter is more than its channel, or does not stand on the kit: how it is made. Default: `runChannel`.
   * `tuning` is for `runChannel`: with its shorter pauses the suite is done sooner.
   */
  run?(
    platform: Platform,
    env: Readonly<Record<string, string | undefined>>,
    tuning: Partial<Tuning>,
  ): Service | Promise<Service>;

  /** An item that reads as one petition with these fields. */
  item(fields: ItemFields): Item;
  /** The n-th identity of the kind that the channel has. Default: a mobile number. */
  identity?(n: number): string;
  /** An item of a kind that the channel does not know, else well-formed. */
  unknown: Item;
  /** An item that is not well-formed at all. */
  malformed: Item;
  /** An item with bytes that its encoding does not allow. Default: FF FE in the middle of an item's text. */
  wronglyEncoded?: Item;
  /** Why a body in GB 18030 cannot come on this channel (its protocol fixes another encoding). Absent: it can. */
  gb18030?: string;
  /** Folder with one folder for each case: `item.*`, `expected.json`, `SOURCE.md`. */
  fixtures: URL;
  /** The account that the suite's items come in on, as in `RawInput.account`. */
  account: string;

  /** Push: the item as the channel's sender sends it, with its proof, signed at `now`. A new nonce when none is given. */
  request?(item: ByteItem, context: { now: Date; nonce?: string }): ItemRequest;
  /**
   * Push: names of the header and query fields that carry the proof. Default: every header but content-type, and every
   * query field.
   */
  proof?: { headers: readonly string[]; query: readonly string[] };
  /**
   * Push: why the provider's proofs have nothing that can be used up (it repeats a request with the same signature), so
   * that a replay is taken and collapses by the item's id. Absent: a replayed request must be refused.
   */
  withoutNonce?: string;
  /** Push: further forgeries that the channel must refuse. */
  forgeries?(item: ByteItem, context: { now: Date }): readonly Forgery[];
  /** Push: what "received" looks like. Default: 2xx. */
  accepted?(answer: Answer): boolean;
  /** Push: what "try again" looks like. Default: 503 with Retry-After. */
  tryAgain?(answer: Answer): boolean;

  /** Poll: makes an empty source. */
  source?(): Promise<FakeSource>;
  /** Poll: a cursor that can only lie in the future. */
  futureCursor?: string;

  /** Where capabilities.reply is not null: makes a provider that takes everything. */
  vendor?(): Promise<FakeVendor>;
}
