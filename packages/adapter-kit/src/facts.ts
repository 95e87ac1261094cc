// By shape, not by class: an error of the runtime may come from another realm (worker, vm) than the one that looks at it.

/** The name of what was thrown: all of it that may be told, since a message may quote a citizen. */
export function nameOf(error: unknown): string {
  return hasText(error, 'name') ?? typeof error;
}

/** The code of a system or SQLite error; null when it has none. */
export function codeOf(error: unknown): string | null {
  return hasText(error, 'code');
}

function hasText(error: unknown, field: 'name' | 'code'): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : null;
}
