import type { CaseRow } from '../../../src/api/schema.ts';

/** A place from the large to the small, as addresses are written here. */
export function placeText({ district, street, road, estate, number }: CaseRow['place']): string {
  return [district, street, road, estate, number].filter((part) => part !== null).join(' ');
}
