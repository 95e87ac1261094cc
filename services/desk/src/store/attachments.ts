import type { Body, CollectionSpec } from '@yihaotong/document-store';

/** What the adapters write of attachments; the id is `<petition id>/<attachment id>`. */
export const ATTACHMENTS = { name: 'attachments', indexes: [['petitionId']] } satisfies CollectionSpec;

/** The part of it that the desk reads. */
export interface AttachmentBody extends Body {
  petitionId: string;
  state: 'pending' | 'stored' | 'failed';
  /** The file stands in the blob folder under it. */
  sha256: string | null;
  size: number | null;
  mediaType: string;
  /** Why it failed: a code. */
  reason: string | null;
}
