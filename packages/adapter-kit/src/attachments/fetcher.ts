import { type Collection, type Stored, VersionConflictError } from '@yihaotong/document-store';
import type { Platform } from '@yihaotong/service-host';
import type { Capabilities } from '../channel.ts';
import { ATTACHMENT_FETCHES, ATTACHMENTS, type AttachmentBody, type FetchBody } from '../collections.ts';
import { pauseAfter } from '../replies/outcome.ts';
import { FetchError, type SafeFetchOptions, safeFetch } from '../safe-fetch.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Tuning } from '../tuning.ts';
import type { Blobs, StoredBlob } from './blobs.ts';
import { trustedType } from './media-type.ts';

export interface FetcherParts {
  channel: string;
  limits: Capabilities['attachments'];
  platform: Platform;
  blobs: Blobs;
  tuning: Tuning['fetches'];
  /** Networks (CIDR) that may be reached although they are not public. */
  allow: readonly string[];
}

type Job = Stored<FetchBody>;
type Ended = Pick<AttachmentBody, 'state' | 'sha256' | 'size' | 'reason'> & { mediaType?: string };

/** Fetches at one time: one slow server does not hold up the others. */
const LANES = 4;

/** The file is not of a type that the channel takes. */
class MediaTypeError extends Error {
  override readonly name = 'MediaTypeError';
}

/** Fetches attachments that came as an address, after their petition is safe, again and again until they are there. */
export class Fetcher {
  readonly #parts: FetcherParts;

  constructor(parts: FetcherParts) {
    this.#parts = parts;
  }

  /** Fetches what is due, some at a time. */
  async takeUpDue(signal: AbortSignal): Promise<void> {
    const { platform, channel } = this.#parts;
    const jobs = await platform.documentStore.collection<FetchBody>(ATTACHMENT_FETCHES);
    const where = { channel, nextAttemptAt: { lte: platform.now().toISOString() } };
    const { items } = await jobs.find({ where, limit: 20 });
    await sideBySide(items, LANES, signal, (job) =>
      this.#take(job, jobs).catch((error) => {
        // Another process has it.
        if (!(error instanceof VersionConflictError)) throw error;
      }),
    );
  }

  async #take(job: Job, jobs: Collection<FetchBody>): Promise<void> {
    const { platform, tuning } = this.#parts;
    const attachments = await platform.documentStore.collection<AttachmentBody>(ATTACHMENTS);
    const shown = await attachments.get(job.id);
    if (shown && shown.body.state !== 'pending') {
      await jobs.delete(job.id, job.version);
      return;
    }
    const attempts = job.body.attempts + 1;
    // Put off before it is begun: this is the lease, and after a crash the next attempt's time.
    const pause = Math.max(pauseAfter(attempts, tuning.firstPause, tuning.mostPause), tuning.timeout);
    const lease: FetchBody = { ...job.body, attempts, nextAttemptAt: this.#in(pause) };
    const leased = { ...job, body: lease, version: await jobs.put(job.id, lease, job.version) };
    const ended = await this.#fetch(lease);
    if (!ended) {
      const nextAttemptAt = this.#in(pauseAfter(attempts, tuning.firstPause, tuning.mostPause));
      await jobs.put(job.id, { ...lease, nextAttemptAt }, leased.version);
      return;
    }
    await this.#show(attachments, shown, job, ended);
    await jobs.delete(job.id, leased.version);
  }

  /** How it ended; null when it is worth another attempt. */
  async #fetch(job: FetchBody): Promise<Ended | null> {
    const { limits, blobs, tuning, allow, platform, channel } = this.#parts;
    const options: SafeFetchOptions = { maxBytes: limits.maxBytes, allow, timeout: tuning.timeout };
    try {
      const { blob, mediaType } = await safeFetch(job.url, options, async ({ mediaType: stated, body }) => {
        let trusted = '';
        const check = ({ head }: StoredBlob) => {
          trusted = trustedType(head, stated || job.mediaType, limits.mediaTypes) ?? '';
          if (!trusted) throw new MediaTypeError('the file is not of an allowed type');
        };
        return { blob: await blobs.store(body, check), mediaType: trusted };
      });
      this.#count('stored');
      return { state: 'stored', sha256: blob.sha256, size: blob.size, mediaType, reason: null };
    } catch (error) {
      const reason = error instanceof FetchError ? error.code : error instanceof MediaTypeError ? 'media-type' : 'disk';
      const again = !(error instanceof MediaTypeError) && !(error instanceof FetchError && !error.retry);
      if (again && job.attempts < tuning.attempts) {
        this.#count('retried');
        return null;
      }
      platform.telemetry.logger.warn({ channel, reason, petitionId: job.petitionId }, 'an attachment was given up');
      this.#count('failed');
      return { state: 'failed', sha256: null, size: null, reason };
    }
  }

  async #show(
    attachments: Collection<AttachmentBody>,
    shown: Stored<AttachmentBody> | null,
    { id, body: { petitionId, attachmentId, mediaType } }: Job,
    ended: Ended,
  ): Promise<void> {
    const body: AttachmentBody = { petitionId, attachmentId, mediaType, ...ended };
    await attachments.put(id, body, shown?.version ?? 0);
  }

  #in(milliseconds: number): string {
    return new Date(this.#parts.platform.now().getTime() + milliseconds).toISOString();
  }

  #count(outcome: string): void {
    this.#parts.platform.telemetry.count('attachments', { channel: this.#parts.channel, outcome });
  }
}
