/**
 * What the desk's HTTP API takes and gives. The console is written against these types (`import type`: the contract's
 * package needs Node). The endpoints are listed in ../../API.md.
 */

export * from './schema/actions.ts';
export * from './schema/cases.ts';
export { pageQuery } from './schema/common.ts';
export * from './schema/errors.ts';
export * from './schema/ledger.ts';
export * from './schema/live.ts';
export * from './schema/office.ts';
export * from './schema/people.ts';
export * from './schema/petitions.ts';
export * from './schema/public.ts';
export * from './schema/quarantine.ts';
