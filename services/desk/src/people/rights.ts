import type { Role, User } from '../api/schema.ts';

/** What each role may do. Seeing is limited to a unit's own cases by {@link unitOf}. */
const RIGHTS = {
  readCases: ['administrator', 'operator', 'unit', 'leader'],
  /** Lists that go across units. */
  readAll: ['administrator', 'operator', 'leader'],
  answer: ['administrator', 'operator', 'unit'],
  correct: ['administrator', 'operator'],
  reveal: ['administrator', 'operator'],
  replay: ['administrator', 'operator'],
  manageUsers: ['administrator'],
  readAudit: ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof RIGHTS;

export function may(user: User, right: Right): boolean {
  return RIGHTS[right].some((role) => role === user.role);
}

/** The unit whose cases alone the user sees; null: all of them. A unit's user without a unit sees none. */
export function unitOf(user: User): string | null {
  return user.role === 'unit' ? (user.unitId ?? '') : null;
}
