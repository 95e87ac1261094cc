import type { Problem } from './errors.ts';
import type { LinedFile, Path } from './lines.ts';
import { nearest } from './nearest.ts';
import type { Conditions, PolicyFile } from './schema.ts';
import { placeholdersOf, TEXTS } from './texts.ts';
import { topicPaths } from './topic-paths.ts';
import { isTimeZone } from './zoned.ts';

/** What a file's schema cannot see: names that nothing has, things said twice, what is missing as a whole. */
export function checkPolicy(policy: PolicyFile, file: LinedFile): Problem[] {
  const found: Problem[] = [];
  const report = (path: Path, wrong: string, remedy: string) => found.push({ line: file.lineOf(path), wrong, remedy });
  checkCity(policy, report);
  checkCalendar(policy, report);
  checkDuplicates(policy, report);
  checkUnits(policy, report);
  checkRules(policy, report);
  checkLimits(policy, report);
  checkTexts(policy, report);
  return found;
}

type Report = (path: Path, wrong: string, remedy: string) => void;

/** The unit of the area that the petition is about, in a rule's `unit`. */
export const AREA_UNIT = '@area';

function checkCity({ city }: PolicyFile, report: Report): void {
  if (isTimeZone(city.timeZone)) return;
  report(['city', 'timeZone'], `"${city.timeZone}" is no time zone`, 'write an IANA name like Asia/Shanghai');
}

function checkCalendar({ calendar }: PolicyFile, report: Report): void {
  let closed = '';
  for (const [i, { from, to }] of calendar.hours.entries()) {
    const path = ['calendar', 'hours', i];
    if (to <= from) report(path, `working hours end at ${to}, before they begin at ${from}`, 'write the earlier first');
    else if (from < closed) report(path, `working hours from ${from} overlap those before`, 'write them in order');
    closed = to;
  }
  for (const [i, date] of calendar.extraWorkdays.entries()) {
    if (!calendar.extraHolidays.includes(date)) continue;
    report(
      ['calendar', 'extraWorkdays', i],
      `${date} is a holiday and a working day`,
      'take it out of one of the lists',
    );
  }
}

function checkDuplicates(policy: PolicyFile, report: Report): void {
  const lists: [Path, string, readonly string[]][] = [
    [['units'], 'unit id', policy.units.map(({ id }) => id)],
    [['areas'], 'area', policy.areas.map(({ name }) => name)],
    [['lines'], 'line', policy.lines.map(({ number }) => number)],
    [['socialHelp'], 'kind of social help', policy.socialHelp.map(({ name }) => name)],
    [['topics'], 'topic', policy.topics.map(({ name }) => name)],
    ...topicLists(policy.topics, ['topics']),
  ];
  for (const [path, what, names] of lists) {
    const seen = new Set<string>();
    for (const [i, name] of names.entries()) {
      if (seen.has(name)) report([...path, i], `${what} "${name}" is there twice`, 'rename it or take one out');
      seen.add(name);
    }
  }
}

function topicLists(topics: PolicyFile['topics'], path: Path): [Path, string, readonly string[]][] {
  return topics.flatMap(({ children }, i) => {
    const below = [...path, i, 'children'];
    const names = children.map(({ name }) => name);
    return [[below, 'topic', names] satisfies [Path, string, string[]], ...topicLists(children, below)];
  });
}

function checkUnits(policy: PolicyFile, report: Report): void {
  const ids = policy.units.map(({ id }) => id);
  const known = (path: Path, id: string) => {
    if (!ids.includes(id)) report(path, `unknown unit "${id}"`, suggestion(id, ids, 'add it to units'));
  };
  known(['deskUnit'], policy.deskUnit);
  for (const [i, { unit }] of policy.areas.entries()) if (unit !== undefined) known(['areas', i, 'unit'], unit);
  for (const [i, { unit }] of policy.unitRules.entries()) {
    if (unit !== AREA_UNIT) known(['unitRules', i, 'unit'], unit);
  }
}

function checkRules(policy: PolicyFile, report: Report): void {
  const firstWith = new Map<string, number>();
  for (const [i, { when }] of policy.unitRules.entries()) {
    checkConditions(when, ['unitRules', i, 'when'], policy, report);
    const same = JSON.stringify([when, policy.unitRules[i]?.unit === AREA_UNIT]);
    const before = firstWith.get(same);
    if (before !== undefined) report(['unitRules', i], `same conditions as unitRules[${before}]`, 'take one out');
    else firstWith.set(same, i);
  }
  if (policy.areas.length > 0 && policy.areas.every(({ unit }) => unit === undefined)) {
    const i = policy.unitRules.findIndex(({ unit }) => unit === AREA_UNIT);
    if (i >= 0) report(['unitRules', i, 'unit'], `no area has a unit for ${AREA_UNIT}`, 'give the areas a unit');
  }
}

function checkConditions(when: Conditions, path: Path, policy: PolicyFile, report: Report): void {
  const topics = topicPaths(policy.topics);
  for (const topic of when.topic ?? []) {
    if (topics.includes(topic)) continue;
    report([...path, 'topic'], `unknown topic "${topic}"`, suggestion(topic, topics, 'write its whole path, like A/B'));
  }
  const areas = policy.areas.map(({ name }) => name);
  for (const area of when.area ?? []) {
    if (areas.includes(area)) continue;
    report([...path, 'area'], `unknown area "${area}"`, suggestion(area, areas, 'add it to areas'));
  }
  if (when.socialHelp !== undefined && policy.socialHelp.length === 0) {
    report([...path, 'socialHelp'], 'the list socialHelp is empty', 'fill it or take the condition out');
  }
}

function checkLimits({ limits, ...policy }: PolicyFile, report: Report): void {
  const isOpen = (when: Conditions) => Object.keys(when).length === 0;
  const open = limits.findIndex(({ when }) => isOpen(when));
  if (open < 0) report(['limits'], 'no limit is without conditions', 'add one at the end, for all that is left');
  else if (open < limits.length - 1) {
    report(['limits', open], 'limits after one without conditions are never reached', 'move it to the end');
  }
  for (const [i, { when }] of limits.entries()) {
    checkConditions(when, ['limits', i, 'when'], { limits, ...policy }, report);
  }
}

function checkTexts({ texts, city }: PolicyFile, report: Report): void {
  const names = Object.keys(TEXTS);
  for (const name of Object.keys(texts)) {
    if (!names.includes(name))
      report(['texts', name], `unknown text "${name}"`, suggestion(name, names, 'take it out'));
  }
  for (const [name, values] of Object.entries(TEXTS)) {
    const written = texts[name];
    if (!written) {
      report(['texts'], `text "${name}" is missing`, `add it; it may use {${values.join('}, {')}}`);
      continue;
    }
    for (const language of city.languages) {
      if (!written[language]) {
        report(['texts', name], `text "${name}" is missing in ${language}`, 'add it, or take the language out of city');
      }
    }
    for (const [language, text] of Object.entries(written)) {
      for (const placeholder of placeholdersOf(text)) {
        if (values.some((value) => value === placeholder)) continue;
        const what = `text "${name}" cannot fill in {${placeholder}}`;
        report(['texts', name, language], what, suggestion(placeholder, values, `use {${values.join('}, {')}}`));
      }
    }
  }
}

function suggestion(written: string, names: readonly string[], otherwise: string): string {
  const meant = nearest(written, names);
  return meant ? `did you mean "${meant}"? Else ${otherwise}` : otherwise;
}
