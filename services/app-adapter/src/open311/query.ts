import type { TopicNode } from '@yihaotong/hotline-policy';
import { z } from 'zod';
import type { RequestFilter } from '../requests/reader.ts';
import { Open311Error } from './errors.ts';
import { topicsOfCode } from './services.ts';

const DAY = 24 * 60 * 60 * 1000;
/** GeoReport v2, "GET Service Requests": at most 90 days, at most 1,000 requests. */
const MAX_SPAN = 90 * DAY;
export const MAX_PAGE = 1000;
const MAX_IDS = 1000;

/** The fields of a query; several of one name joined by commas. */
export type Query = Readonly<Record<string, string>>;

export interface ListQuery {
  filter: Omit<RequestFilter, 'entrances'>;
  page: number;
  pageSize: number;
}

/** Reads what GET requests is asked for. Throws Open311Error naming what is wrong. */
export function readListQuery(query: Query, topics: readonly TopicNode[], now: Date): ListQuery {
  const ids = listOf(query.service_request_id);
  if (ids && ids.length > MAX_IDS) throw new Open311Error({ code: 'too-many-ids' });
  return {
    filter: {
      ids,
      topics: readTopics(query.service_code, topics),
      statuses: readStatuses(query.status),
      ...span(query, now),
    },
    page: readCount('page', query.page, 1, Number.MAX_SAFE_INTEGER),
    pageSize: readCount('page_size', query.page_size, MAX_PAGE, MAX_PAGE),
  };
}

function span(query: Query, now: Date): { from: Date; to: Date } {
  const start = readDate('start_date', query.start_date);
  const end = readDate('end_date', query.end_date);
  const to = end ?? (start ? new Date(start.getTime() + MAX_SPAN) : now);
  const from = start ?? new Date(to.getTime() - MAX_SPAN);
  if (to < from || to.getTime() - from.getTime() > MAX_SPAN) throw new Open311Error({ code: 'bad-range' });
  return { from, to };
}

function readDate(name: string, text: string | undefined): Date | null {
  if (!text) return null;
  // A plus sign that was not escaped arrives as a blank.
  const read = z.iso.datetime({ offset: true }).safeParse(text.replace(' ', '+'));
  if (!read.success) throw new Open311Error({ code: 'bad-date', values: { name } });
  return new Date(read.data);
}

function readTopics(text: string | undefined, topics: readonly TopicNode[]): string[] | null {
  const codes = listOf(text);
  return codes?.flatMap((code) => topicsOfCode(code, topics) ?? missingService()) ?? null;
}

function missingService(): never {
  throw new Open311Error({ code: 'unknown-service' });
}

function readStatuses(text: string | undefined): string[] | null {
  const statuses = listOf(text);
  const known = statuses?.every((status) => status === 'open' || status === 'closed') ?? true;
  if (!known) throw new Open311Error({ code: 'bad-status' });
  return statuses;
}

function readCount(name: string, text: string | undefined, standard: number, max: number): number {
  if (!text) return standard;
  const count = Number(text);
  if (/^\d{1,9}$/.test(text) && count >= 1 && count <= max) return count;
  throw new Open311Error({ code: 'bad-page', values: { name } });
}

function listOf(text: string | undefined): string[] | null {
  const entries = (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return entries.length === 0 ? null : entries;
}
