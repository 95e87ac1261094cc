import { z } from 'zod';
import type { Problem } from './errors.ts';
import type { LinedFile, Path } from './lines.ts';
import { nearest } from './nearest.ts';
import { policyFile } from './schema.ts';

/** Says what the schema found in a way that its writer can act on: where, what, and what to write instead. */
export function problemsOf(error: z.ZodError, file: LinedFile): Problem[] {
  return error.issues.flatMap((issue) => explain(issue, file));
}

function explain(issue: z.core.$ZodIssue, file: LinedFile): Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownField(issue.path, key, file));
  const line = file.lineOf(issue.path);
  const at = shownPath(issue.path);
  if (issue.code === 'invalid_union') return explainUnion(issue, file);
  const written = valueAt(file.data, issue.path);
  if (issue.code === 'invalid_type' && written === undefined) {
    return [{ line, wrong: `${at} is missing`, remedy: `add it (${issue.expected})` }];
  }
  if (issue.code === 'invalid_value' && typeof written === 'string') {
    const choices = issue.values.map(String);
    const meant = nearest(written, choices);
    const remedy = meant ? `did you mean "${meant}"?` : `write one of ${choices.join(', ')}`;
    return [{ line, wrong: `${at} cannot be "${written}"`, remedy }];
  }
  if (issue.code === 'invalid_type') {
    return [{ line, wrong: `${at} is ${kindOf(written)}`, remedy: `write a value of type ${issue.expected}` }];
  }
  // Our own messages say what is wrong and, after a colon, what to do.
  const [wrong = '', remedy] = splitMessage(issue.message);
  return [{ line, wrong: `${at}: ${wrong}`, remedy: remedy ?? 'correct the value' }];
}

/** The branch that came nearest says most: the one whose complaints lie deepest. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, file: LinedFile): Problem[] {
  const [wrong = '', remedy] = splitMessage(issue.message);
  if (remedy) return [{ line: file.lineOf(issue.path), wrong: `${shownPath(issue.path)}: ${wrong}`, remedy }];
  const isList = Array.isArray(valueAt(file.data, issue.path));
  const branch = issue.errors[isList ? issue.errors.length - 1 : 0] ?? [];
  return branch.flatMap((inner) => explain({ ...inner, path: [...issue.path, ...inner.path] }, file));
}

function unknownField(path: Path, key: string, file: LinedFile): Problem {
  const meant = nearest(key, fieldNames(z.toJSONSchema(policyFile, { io: 'input', unrepresentable: 'any' })));
  return {
    line: file.lineOf([...path, key]),
    wrong: `unknown field "${key}" in ${shownPath(path) || 'the file'}`,
    remedy: meant ? `did you mean "${meant}"? Else take it out` : 'take it out',
  };
}

/** Every name under a `properties` of a JSON Schema, at any depth. */
function fieldNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' ? [...Object.keys(value), ...fieldNames(Object.values(value))] : fieldNames(value),
  );
}

function splitMessage(message: string): [string, string | undefined] {
  const at = message.indexOf(': ');
  return at < 0 ? [message, undefined] : [message.slice(0, at), message.slice(at + 2)];
}

/** `units[3].name` */
export function shownPath(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i ? '.' : ''}${String(step)}`)).join('');
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
