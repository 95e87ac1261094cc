import type { JsonSchema } from './json-schema.ts';

/**
 * What in `current` would break somebody who relies on `released`, as sentences with paths; empty when it only adds.
 * A field may be added but not required; a required one may not be dropped or become optional; a type may not change;
 * a value of an enumeration may be added but not taken away; a limit may not become tighter.
 */
export function breakingChanges(released: JsonSchema, current: JsonSchema, path = ''): string[] {
  return [
    ...changedType(released, current, path),
    ...changedValues(released, current, path),
    ...changedLimits(released, current, path),
    ...changedProperties(released, current, path),
    ...changedItems(released, current, path),
    ...changedVariants(released, current, path),
  ];
}

const typeNames = ({ type }: JsonSchema) => [type].flat().toSorted().join(' or ');
const at = (path: string) => path || 'the event';
const record = (value: unknown) => (value ?? {}) as Record<string, JsonSchema>;
const list = <T>(value: unknown) => (value ?? []) as T[];

function changedType(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const [before, after] = [typeNames(released), typeNames(current)];
  return before === after ? [] : [`${at(path)}: type was ${before}, is ${after}`];
}

function changedValues(released: JsonSchema, current: JsonSchema, path: string): string[] {
  if (released.const !== undefined) {
    return released.const === current.const ? [] : [`${at(path)}: was always ${JSON.stringify(released.const)}`];
  }
  if (!released.enum) return current.enum ? [`${at(path)}: only some values are allowed now`] : [];
  const allowed = list<unknown>(current.enum);
  return list<unknown>(released.enum)
    .filter((value) => current.enum && !allowed.includes(value))
    .map((value) => `${at(path)}: ${JSON.stringify(value)} is not allowed any more`);
}

const UPPER = ['maximum', 'maxLength', 'maxItems', 'exclusiveMaximum'];
const LOWER = ['minimum', 'minLength', 'minItems', 'exclusiveMinimum'];

function changedLimits(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const limit = (schema: JsonSchema, name: string, none: number) => (schema[name] as number | undefined) ?? none;
  const tighter = [
    ...UPPER.filter((name) => limit(current, name, Infinity) < limit(released, name, Infinity)),
    ...LOWER.filter((name) => limit(current, name, -Infinity) > limit(released, name, -Infinity)),
    ...['pattern', 'format'].filter((name) => current[name] !== undefined && current[name] !== released[name]),
  ];
  return tighter.map((name) => `${at(path)}: ${name} is tighter`);
}

function changedProperties(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const now = record(current.properties);
  const needed = list<string>(released.required);
  const known = Object.entries(record(released.properties)).flatMap(([name, schema]) => {
    const later = now[name];
    return later ? breakingChanges(schema, later, `${path}/${name}`) : [`${path}/${name}: is gone`];
  });
  const demanded = list<string>(current.required).filter((name) => !needed.includes(name));
  const given = needed.filter((name) => now[name] && !list<string>(current.required).includes(name));
  return [
    ...known,
    ...demanded.map((name) => `${path}/${name}: is required now`),
    ...given.map((name) => `${path}/${name}: may be missing now`),
  ];
}

function changedItems(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const [before, after] = [released.items, current.items] as (JsonSchema | undefined)[];
  return before && after ? breakingChanges(before, after, `${path}[]`) : [];
}

/** Variants (`anyOf`, `oneOf`) are told apart by their event type where they have one, else by their place. */
function changedVariants(released: JsonSchema, current: JsonSchema, path: string): string[] {
  const before = variants(released);
  const after = variants(current);
  return before.flatMap((schema, place) => {
    const name = variantName(schema);
    const later = name === null ? after[place] : after.find((candidate) => variantName(candidate) === name);
    return later ? breakingChanges(schema, later, name ?? path) : [`${at(path)}: ${name ?? 'a variant'} is gone`];
  });
}

const variants = (schema: JsonSchema) => list<JsonSchema>(schema.anyOf ?? schema.oneOf);
const variantName = (schema: JsonSchema) => (record(schema.properties).type?.const as string | undefined) ?? null;
