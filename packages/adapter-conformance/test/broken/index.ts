import { adapterConformance, type Check, type Subject } from '../../src/index.ts';
import { cursors } from './cursors.ts';
import { durability } from './durability.ts';
import type { Broken } from './make.ts';
import { privacy } from './privacy.ts';
import { proof } from './proof.ts';
import { readingWrong } from './reading.ts';
import { replies } from './replies.ts';

/** Every broken adapter, by name. */
export const BROKEN: Readonly<Record<string, Broken>> = {
  ...durability,
  ...readingWrong,
  ...cursors,
  ...proof,
  ...privacy,
  ...replies,
};

/** A broken adapter, as the suite takes it: the module gives it to a process of its own by its name. */
export function brokenSubject(name: string): Subject {
  const broken = BROKEN[name];
  if (!broken) throw new Error(`there is no broken adapter "${name}"`);
  return { ...broken.subject, module: new URL(`./module.ts?${name}`, import.meta.url) };
}

/** One check of the suite for a broken adapter. */
export function brokenCheck(adapter: string, name: string): Check {
  const check = adapterConformance(brokenSubject(adapter)).find((each) => each.name === name);
  if (!check) throw new Error(`there is no check "${name}"`);
  if (check.doesNotApply !== null) throw new Error(`"${name}" does not apply to ${adapter}: ${check.doesNotApply}`);
  return check;
}
