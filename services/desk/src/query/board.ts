import type { Stored } from '@yihaotong/document-store';
import { lampOf } from '@yihaotong/hotline-policy';
import { readQueryCode } from '@yihaotong/petition-event';
import type { CaseFilter, CaseListAnswer, CaseListQuery, CaseRow } from '../api/schema.ts';
import type { CaseBody } from '../store/bodies.ts';
import type { Collections } from '../store/collections.ts';
import { type Asked, caseAsked } from './case-filter.ts';

const QUERY_CODE = /^[0-9A-HJKMNP-TV-Z]{10}$/;

/** A page of the board. */
export async function listCases(
  collections: Collections,
  query: CaseListQuery,
  unitId: string | null,
  now: Date,
): Promise<CaseListAnswer> {
  const asked = await resolveAsked(collections, query, unitId, now);
  const page = await collections.cases.find({
    ...asked,
    sort: { field: query.sort, direction: query.order },
    after: query.after ?? null,
    limit: query.limit,
  });
  const counts = await petitionCounts(
    collections,
    page.items.map(({ id }) => id),
  );
  return { items: page.items.map((item) => caseRowOf(item, counts.get(item.id) ?? 0, now)), next: page.next };
}

export async function countCases(
  collections: Collections,
  filter: CaseFilter,
  unitId: string | null,
  now: Date,
): Promise<number> {
  const rows = await collections.cases.count({ ...(await resolveAsked(collections, filter, unitId, now)), by: [] });
  return rows[0]?.count ?? 0;
}

/** How many petitions stand behind each case. */
export async function petitionCounts(
  { links }: Pick<Collections, 'links'>,
  caseIds: readonly string[],
): Promise<Map<string, number>> {
  if (caseIds.length === 0) return new Map();
  const rows = await links.count({ where: { caseId: { in: caseIds } }, by: ['caseId'] });
  return new Map(rows.map(({ values, count }) => [String(values.caseId), count]));
}

/** Words that are a query code find the case of that petition. */
async function resolveAsked(
  collections: Collections,
  filter: CaseFilter,
  unitId: string | null,
  now: Date,
): Promise<Asked> {
  const code = filter.q === undefined ? '' : readQueryCode(filter.q);
  if (!QUERY_CODE.test(code)) return caseAsked(filter, unitId, now);
  const { items } = await collections.petitions.find({ where: { queryCode: code }, limit: 1 });
  const link = items[0] ? await collections.links.get(items[0].id) : null;
  if (!link) return caseAsked(filter, unitId, now);
  const { q: _code, ...rest } = filter;
  const asked = caseAsked(rest, unitId, now);
  return { ...asked, where: { ...asked.where, caseId: link.body.caseId } };
}

function caseRowOf({ body }: Stored<CaseBody>, petitions: number, now: Date): CaseRow {
  const { explanations: _explanations, answer: _answer, previousCaseId: _previous, ...row } = body.snapshot;
  return { ...row, lamp: lampOf(body.snapshot, now), petitions };
}
