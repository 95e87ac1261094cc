import type { Body, Stored } from '@yihaotong/document-store';
import type { Attachment } from '@yihaotong/petition-event';
import type { Capabilities, DraftAttachment } from '../channel.ts';
import { ATTACHMENT_FETCHES, ATTACHMENTS, type AttachmentBody, type FetchBody } from '../collections.ts';
import type { Step } from '../outbox/step.ts';
import { cleanLine } from '../receive/hygiene.ts';
import type { Blobs } from './blobs.ts';
import { trustedType } from './media-type.ts';

export interface Taking {
  channel: string;
  petitionId: string;
  limits: Capabilities['attachments'];
  blobs: Blobs;
  now: Date;
}

/**
 * Stores the content that came with an item, and notes what is to be fetched. What is too large or of another type than
 * the channel allows is left out, and says so to the desk: the petition itself is taken in all the same.
 */
export async function takeAttachments(
  drafts: readonly DraftAttachment[],
  taking: Taking,
): Promise<{ attachments: Attachment[]; steps: Step[] }> {
  const taken = await Promise.all(drafts.map((draft, index) => takeOne(draft, String(index + 1), taking)));
  const documents = taken.map(({ document }) => document);
  const fetches = taken.flatMap(({ fetch }) => (fetch ? [fetch] : []));
  const steps: Step[] = [];
  if (documents.length > 0) steps.push({ kind: 'documents', collection: ATTACHMENTS, documents });
  if (fetches.length > 0) steps.push({ kind: 'documents', collection: ATTACHMENT_FETCHES, documents: fetches });
  return { attachments: taken.map(({ attachment }) => attachment), steps };
}

interface Taken {
  attachment: Attachment;
  document: Stored<Body>;
  fetch: Stored<Body> | null;
}

async function takeOne(draft: DraftAttachment, attachmentId: string, taking: Taking): Promise<Taken> {
  const { petitionId, channel, now } = taking;
  const name = cleanLine(draft.name, 200);
  const mediaType = cleanLine(draft.mediaType, 100).toLowerCase();
  const result = draft.content ? await storeContent(draft.content, mediaType, taking) : pendingOrFailed(draft.url);
  const attachment: Attachment = {
    id: attachmentId,
    name,
    mediaType: result.mediaType ?? mediaType,
    size: result.size ?? draft.content?.byteLength ?? null,
    sha256: result.sha256,
    url: draft.url,
  };
  const body: AttachmentBody = { petitionId, attachmentId, ...result, mediaType: attachment.mediaType };
  const id = `${petitionId}/${attachmentId}`;
  // Version 1: what is known of an attachment already stays as it is when its petition is delivered again.
  const document = { id, version: 1, body };
  if (result.state !== 'pending' || !draft.url) return { attachment, document, fetch: null };
  const nextAttemptAt = now.toISOString();
  const job: FetchBody = { channel, petitionId, attachmentId, url: draft.url, mediaType, attempts: 0, nextAttemptAt };
  return { attachment, document, fetch: { id, version: 1, body: job } };
}

type Result = Pick<AttachmentBody, 'state' | 'sha256' | 'size' | 'reason'> & { mediaType: string | null };

async function storeContent(content: Uint8Array, declared: string, { limits, blobs }: Taking): Promise<Result> {
  if (content.byteLength > limits.maxBytes) return failed('too-large');
  const mediaType = trustedType(content.subarray(0, 512), declared, limits.mediaTypes);
  if (!mediaType) return failed('media-type');
  const { sha256, size } = await blobs.store([content]);
  return { state: 'stored', sha256, size, reason: null, mediaType };
}

function pendingOrFailed(url: string | null): Result {
  return url ? { ...failed(''), state: 'pending', reason: null } : failed('empty');
}

const failed = (reason: string): Result => ({ state: 'failed', sha256: null, size: null, reason, mediaType: null });
