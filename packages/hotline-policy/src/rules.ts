import type { Say } from './i18n/explanations.ts';
import type { Area, Matter } from './port.ts';
import type { Conditions, PolicyFile } from './schema.ts';
import { isWithin } from './topic-paths.ts';

/** What conditions are held against. */
export interface Facts {
  matter: Matter;
  /** The area that the place lies in; null when it is not known. */
  area: Area | null;
  isSocialHelp: () => boolean;
}

/** The area that a place lies in, by its district's name or by an alias that its street or estate bears. */
export function areaOf(areas: readonly Area[]): (place: Matter['place']) => Area | null {
  const byName = new Map<string, Area>();
  for (const area of areas) for (const alias of area.aliases) byName.set(alias, area);
  for (const area of areas) byName.set(area.name, area);
  return ({ district, street, estate }) => {
    for (const name of [district, street, estate]) {
      const area = name === null ? undefined : byName.get(name);
      if (area) return area;
    }
    return null;
  };
}

/** Whether a text names one of the kinds of urgent social help. */
export function namesSocialHelp(kinds: PolicyFile['socialHelp']): (text: string) => boolean {
  const words = kinds.flatMap((kind) => kind.words);
  return (text) => words.some((word) => text.includes(word));
}

/** Whether all conditions hold. */
export function holds(when: Conditions, { matter, area, isSocialHelp }: Facts): boolean {
  if (when.class && !when.class.includes(matter.class)) return false;
  if (when.subtype && !when.subtype.some((subtype) => subtype === matter.subtype)) return false;
  if (when.urgency && !when.urgency.includes(matter.urgency)) return false;
  if (when.topic && !when.topic.some((topic) => isWithin(matter.topic, topic))) return false;
  if (when.area && !(area && when.area.includes(area.name))) return false;
  if (when.words && !when.words.some((word) => matter.text.includes(word))) return false;
  return when.socialHelp === undefined || when.socialHelp === isSocialHelp();
}

/**
 * How closely conditions describe a matter; the closest rule decides about the unit. In this order: the subtype and the
 * class `other` (thanks and reports of wrongdoing go their own way), words, the topic's depth, area, class, urgency.
 */
export function closeness(when: Conditions, isForOwnArea: boolean): number {
  const depth = Math.min(9, ...(when.topic ?? []).map((topic) => topic.split('/').length));
  const isOther = when.class?.length === 1 && when.class[0] === 'other';
  return (
    (when.subtype || isOther ? 1_000_000 : 0) +
    (when.words || when.socialHelp !== undefined ? 100_000 : 0) +
    (when.topic ? depth * 1_000 : 0) +
    (when.area || isForOwnArea ? 100 : 0) +
    (when.class ? 10 : 0) +
    (when.urgency ? 1 : 0)
  );
}

/** Conditions in words, as a matter's text fulfilled them. */
export function describe(
  when: Conditions,
  text: string,
  classNames: Readonly<Record<string, string>>,
  say: Say,
): string {
  const list = (names: readonly string[]) => ({ names: names.join(say('and')) });
  const parts = [
    when.subtype && say('subtype', list(when.subtype.map((subtype) => say(subtype)))),
    when.words && say('words', list(when.words.filter((word) => text.includes(word)))),
    when.socialHelp !== undefined && say(when.socialHelp ? 'socialHelp' : 'notSocialHelp'),
    when.topic && say('topic', list(when.topic)),
    when.area && say('area', list(when.area)),
    when.class && say('class', list(when.class.map((id) => classNames[id] ?? id))),
    when.urgency && say('urgency', list(when.urgency.map((urgency) => say(`urgency${urgency}`)))),
  ].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join(say('join')) : say('always');
}
