import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buildPolicy } from './build.ts';
import { checkPolicy } from './check.ts';
import { PolicyError } from './errors.ts';
import { problemsOf } from './explain-schema.ts';
import { readLined } from './lines.ts';
import type { Policy } from './port.ts';
import { policyFile } from './schema.ts';

/** Reads a policy file. Throws PolicyError with every problem found, each with its line and what to do. */
export function loadPolicy(path: string): Policy {
  return parsePolicy(path, readPolicyFile(path));
}

/** Reads a policy from a file's text; `path` is how messages name it. Throws PolicyError. */
export function parsePolicy(path: string, text: string): Policy {
  const lined = readLined(text);
  if (lined.problems.length > 0) throw new PolicyError(path, lined.problems);
  if (lined.data === null) {
    throw new PolicyError(path, [{ line: null, wrong: 'the file is empty', remedy: 'start from policy/default.yaml' }]);
  }
  const parsed = policyFile.safeParse(lined.data);
  if (!parsed.success) throw new PolicyError(path, problemsOf(parsed.error, lined));
  const problems = checkPolicy(parsed.data, lined);
  if (problems.length > 0) throw new PolicyError(path, problems);
  return buildPolicy(basename(path), parsed.data, lined);
}

/** The text of a policy file. Throws PolicyError when it cannot be read. */
export function readPolicyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : 'unknown';
    const wrong = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`;
    throw new PolicyError(path, [{ line: null, wrong, remedy: 'name a readable policy file' }], cause);
  }
}
