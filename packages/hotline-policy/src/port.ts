import type {
  CaseSnapshot,
  Explanation,
  FoundPlace,
  PetitionClass,
  PetitionSubtype,
  Urgency,
} from '@yihaotong/petition-event';

/** 灯: green = being handled, yellow = the deadline is near, red = overdue, tick = closed. */
export type Lamp = 'green' | 'yellow' | 'red' | 'tick';

export interface Unit {
  id: string;
  name: string;
  /** `network` units work in the system; `external` ones are reached by mail, fax or phone. */
  kind: 'network' | 'external';
}

export interface Area {
  /** The district's name as it stands in addresses. */
  name: string;
  adcode: string;
  /** Other names for it in petitions: estates, streets, old names. */
  aliases: readonly string[];
}

export interface TopicNode {
  name: string;
  /** Words that speak for it. */
  words: readonly string[];
  children: readonly TopicNode[];
}

/** What is asked of the policy, as routing has it when it decides. */
export interface Matter {
  class: PetitionClass;
  subtype: PetitionSubtype;
  topic: string;
  urgency: Urgency;
  place: FoundPlace;
  text: string;
}

/** One city's policy, checked and frozen. Pure: every function depends on its arguments alone. */
export interface Policy {
  city: { name: string; nameEnglish: string; adcode: string; timeZone: string };
  /** The file it was read from, by its name alone: `default.yaml`. */
  file: string;
  /** In which texts for citizens exist (BCP 47); the first is the city's own, in which explanations are written. */
  languages: readonly string[];
  units: readonly Unit[];
  /** The hotline desk itself: responsible where no rule names another unit. */
  deskUnit: Unit;
  areas: readonly Area[];
  topics: readonly TopicNode[];
  /** What the classes are called, by language. */
  classes: readonly { id: PetitionClass; names: Readonly<Record<string, string>> }[];
  /** Below this confidence a person looks first. */
  unsureBelow: number;
  /** From the `count`-th item of one citizen within the minutes on: invalid. `notice`: whether the citizen is told so. */
  nuisance: { count: number; withinMinutes: number; notice: boolean };
  /** How long the matcher remembers, days. */
  matterWindowDays: number;
  /** A unit by its id; null when there is none. */
  unit(id: string): Unit | null;
  /** Channels to try in turn when a reply cannot be delivered on this one. */
  fallbacks(channel: string): readonly string[];
  /** The unit by area and topic, with the line that gave it. */
  unitFor(matter: Matter): { unit: Unit; why: Explanation };
  /** The deadline from the moment of opening, with the line that gave it. */
  deadlineFor(matter: Matter, openedAt: Date): { deadline: Date; yellowAt: Date; why: Explanation };
  /** A text for citizens, filled in: `{code}` and the like. Throws on an unknown name or a missing value. */
  text(name: string, language: string, values: Readonly<Record<string, string>>): string;
  /** A moment as a citizen reads it, in the city's time zone, to the minute. */
  moment(at: Date, language: string): string;
  /** The old hotlines merged into the one number, by number. */
  lines: readonly { number: string; name: string }[];
}

/** The policy of this moment; a changed file is taken up without a restart, a bad one is refused and the old one stays. */
export interface PolicySource {
  current(): Policy;
  close(): void;
}

/** The lamp of a case at a moment. */
export type LampOf = (state: Pick<CaseSnapshot, 'closedAt' | 'yellowAt' | 'deadline'>, now: Date) => Lamp;
