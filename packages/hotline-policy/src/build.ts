import type { Explanation } from '@yihaotong/petition-event';
import { stateCouncilCalendar, weekendCalendar } from './calendar.ts';
import { AREA_UNIT } from './check.ts';
import { type DeadlineRules, deadlineAfter, type Limit } from './deadline.ts';
import { explanationsIn, type Say } from './i18n/explanations.ts';
import type { LinedFile } from './lines.ts';
import { formatMoment } from './moment.ts';
import type { Area, Matter, Policy, Unit } from './port.ts';
import { areaOf, closeness, describe, type Facts, holds, namesSocialHelp } from './rules.ts';
import type { Conditions, PolicyFile } from './schema.ts';
import { bestLanguage, fill } from './texts.ts';
import { dayOf } from './zoned.ts';

/** Makes the policy of a checked file. `file` is how explanations cite it. */
export function buildPolicy(file: string, written: PolicyFile, lined: LinedFile): Policy {
  const { city } = written;
  const language = city.languages[0] ?? 'zh';
  const say = explanationsIn(language);
  const factsOf = factFinder(written);
  const context: Context = {
    written,
    say,
    cite: (path) => `${file}:${lined.lineOf(path)}`,
    moment: (at, asked) => formatMoment(at, bestLanguage(asked, city.languages), city.timeZone),
    classNames: Object.fromEntries(Object.entries(written.classes).map(([id, names]) => [id, names[language] ?? id])),
  };
  const units = new Map(written.units.map((unit) => [unit.id, unit]));
  const unitFor = unitChooser(context, units);
  const deadlineFor = deadlineSetter(context);
  return deepFreeze({
    file,
    city: { name: city.name, nameEnglish: city.nameEnglish, adcode: city.adcode, timeZone: city.timeZone },
    languages: city.languages,
    units: written.units,
    deskUnit: unitOf(units, written.deskUnit),
    areas: written.areas.map(({ name, adcode, aliases }) => ({ name, adcode, aliases })),
    topics: written.topics,
    classes: Object.entries(written.classes).map(([id, names]) => ({
      id: id as Policy['classes'][number]['id'],
      names,
    })),
    unsureBelow: written.unsureBelow,
    nuisance: written.nuisance,
    matterWindowDays: written.matterWindowDays,
    lines: written.lines,
    unit: (id) => units.get(id) ?? null,
    fallbacks: (channel) => written.fallbacks[channel] ?? [],
    unitFor: (matter) => unitFor(factsOf(matter)),
    deadlineFor: (matter, openedAt) => deadlineFor(factsOf(matter), openedAt),
    text: (name, asked, values) => {
      const text = written.texts[name];
      if (!text) throw new Error(`no text "${name}": the names are those of TEXTS`);
      return fill(name, text[bestLanguage(asked, city.languages)] ?? '', values);
    },
    moment: context.moment,
  } satisfies Policy);
}

interface Context {
  written: PolicyFile;
  say: Say;
  cite(path: readonly PropertyKey[]): string;
  moment(at: Date, language: string): string;
  classNames: Readonly<Record<string, string>>;
}

function factFinder(written: PolicyFile): (matter: Matter) => Facts {
  const findArea = areaOf(written.areas);
  const namesHelp = namesSocialHelp(written.socialHelp);
  return (matter) => ({ matter, area: findArea(matter.place), isSocialHelp: () => namesHelp(matter.text) });
}

function unitOf(units: ReadonlyMap<string, Unit>, id: string): Unit {
  const unit = units.get(id);
  if (!unit) throw new Error(`no unit "${id}"`); // check.ts has refused such a file.
  return unit;
}

/** The closest rule that holds decides; of equally close ones, the first in the file. */
function unitChooser(context: Context, units: ReadonlyMap<string, Unit>) {
  const { written, say, cite } = context;
  const unitOfArea = new Map(written.areas.map(({ name, unit }) => [name, unit]));
  const localUnit = (area: Area | null) => (area ? unitOfArea.get(area.name) : undefined);
  const rules = written.unitRules
    .map(({ when, unit, note }, i) => ({
      when,
      unit,
      closeness: closeness(when, unit === AREA_UNIT),
      note: note ? say('note', { note }) : '',
      policy: cite(['unitRules', i]),
    }))
    .toSorted((a, b) => b.closeness - a.closeness);
  const desk = unitOf(units, written.deskUnit);
  const lastResort = { text: say('unitOfLastResort', { unit: desk.name }), policy: cite(['deskUnit']) };

  return (facts: Facts): { unit: Unit; why: Explanation } => {
    for (const rule of rules) {
      const id = rule.unit === AREA_UNIT ? localUnit(facts.area) : rule.unit;
      if (id === undefined || !holds(rule.when, facts)) continue;
      const unit = unitOf(units, id);
      const local = rule.unit === AREA_UNIT && facts.area ? say('ownArea', { area: facts.area.name }) : '';
      const reason = describe(rule.when, facts.matter.text, context.classNames, say);
      const conditions = local ? `${reason}${say('join')}${local}` : reason;
      const text = say('unitByRule', { conditions, unit: unit.name, note: rule.note });
      return { unit, why: { text, policy: rule.policy } };
    }
    return { unit: desk, why: lastResort };
  };
}

/** The first limit in the file that holds. */
function deadlineSetter(context: Context) {
  const { written, say, cite } = context;
  const language = written.city.languages[0] ?? 'zh';
  const rules = deadlineRulesOf(written);
  const limits = written.limits.map((limit, i) => ({ ...limit, limit: limitOf(limit), policy: cite(['limits', i]) }));

  return (facts: Facts, openedAt: Date): ReturnType<Policy['deadlineFor']> => {
    const chosen = limits.find(({ when }: { when: Conditions }) => holds(when, facts));
    if (!chosen) throw new Error('no limit holds'); // check.ts asks for one without conditions.
    const { deadline, yellowAt, unpublishedYears } = deadlineAfter(openedAt, chosen.limit, rules);
    const count = String('hours' in chosen.limit ? chosen.limit.hours : chosen.limit.workingDays);
    const text = say('deadline', {
      name: chosen.name,
      limit: say('hours' in chosen.limit ? 'hours' : 'workingDays', { count }),
      opened: context.moment(openedAt, language),
      deadline: context.moment(deadline, language),
    });
    const unpublished = unpublishedYears.length > 0 ? say('unpublished', { years: unpublishedYears.join('、') }) : '';
    return { deadline, yellowAt, why: { text: text + unpublished, policy: chosen.policy } };
  };
}

function limitOf({ hours, workingDays }: PolicyFile['limits'][number]): Limit {
  return hours === undefined ? { workingDays: workingDays ?? 1 } : { hours };
}

function deadlineRulesOf({ city, calendar, yellow }: PolicyFile): DeadlineRules {
  const days = (dates: readonly string[]) => dates.map((date) => dayOf(date)).filter((day) => day !== null);
  const own = { holidays: days(calendar.extraHolidays), workdays: days(calendar.extraWorkdays) };
  const [hour, minute] = (calendar.hours.at(-1)?.to ?? '17:30').split(':').map(Number);
  return {
    timeZone: city.timeZone,
    calendar: calendar.holidays === 'weekends' ? weekendCalendar(own) : stateCouncilCalendar(own),
    closeAt: (hour ?? 0) * 60 + (minute ?? 0),
    yellow,
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
