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
  units: readonly Unit[];
  areas: readonly Area[];
  topics: readonly TopicNode[];
  /** Below this confidence a person looks first. */
  unsureBelow: number;
  nuisance: { count: number; withinMinutes: number };
  /** How long the matcher remembers, days. */
  matterWindowDays: number;
  /** The unit by area and topic, with the line that gave it. */
  unitFor(matter: Matter): { unit: Unit; why: Explanation };
  /** The deadline from the moment of opening, with the line that gave it. */
  deadlineFor(matter: Matter, openedAt: Date): { deadline: Date; yellowAt: Date; why: Explanation };
  /** A text for citizens, filled in: `{code}` and the like. Throws on an unknown name or a missing value. */
  text(name: string, language: string, values: Readonly<Record<string, string>>): string;
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
