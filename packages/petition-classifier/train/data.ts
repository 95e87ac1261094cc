import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PETITION_CLASSES, type PetitionClass } from '@yihaotong/petition-event';

/** One labelled petition. */
export interface Labelled {
  title: string;
  text: string;
  label: PetitionClass;
  /** A second label that a colleague could defend. */
  alt: PetitionClass | null;
  /** Null where it was not labelled. */
  urgency: number | null;
  /** How much it counts. */
  weight: number;
  /** Whether scores are taken on it; the others only help to train. */
  scored: boolean;
  /** Petitions of one area stay in one fold. */
  area: string;
}

export interface TopicRow {
  text: string;
  topic: string;
}

/** How much labels count that were not given by reading: measured, more of them costs points. */
const WEAK_WEIGHT = 0.15;
const LETTER_WEIGHT = 0.1;

/** Reads `intent/labelled.jsonl`, `intent/weak.jsonl` and `intent/letters.jsonl` of the data folder. */
export async function readLabelled(folder: string): Promise<Labelled[]> {
  const read = await rows(join(folder, 'intent/labelled.jsonl'));
  const weak = await rows(join(folder, 'intent/weak.jsonl'));
  const letters = await rows(join(folder, 'intent/letters.jsonl'));
  return [
    ...read.map((row) => labelled(row, 1, true)),
    ...weak.map((row) => labelled(row, WEAK_WEIGHT, false)),
    ...letters.map((row) => labelled(row, LETTER_WEIGHT, false)),
  ];
}

/** Reads `topic/tokenized.jsonl`; tokens are joined, as texts come without blanks. */
export async function readTopics(folder: string): Promise<TopicRow[]> {
  const all = await rows(join(folder, 'topic/tokenized.jsonl'));
  return all.map((row) => ({ topic: text(row, 'topic'), text: text(row, 'tokens').replaceAll(/\s+/g, '') }));
}

async function rows(path: string): Promise<Record<string, unknown>[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

function labelled(row: Record<string, unknown>, weight: number, scored: boolean): Labelled {
  const title = text(row, 'title');
  const body = text(row, 'text');
  return {
    title,
    text: body,
    label: petitionClass(row.label),
    alt: row.alt ? petitionClass(row.alt) : null,
    urgency: typeof row.urgency === 'number' ? row.urgency : null,
    weight,
    scored,
    area: areaCode(`${title}${body}`) ?? text(row, 'id'),
  };
}

function areaCode(said: string): string | null {
  return (/[A-Z]\d{1,2}[区县市州]/.exec(said) ?? /[A-Z]市/.exec(said))?.[0] ?? null;
}

function petitionClass(value: unknown): PetitionClass {
  const found = PETITION_CLASSES.find((name) => name === value);
  if (!found) throw new Error(`"${String(value)}" is no class: one of ${PETITION_CLASSES.join(', ')}`);
  return found;
}

function text(row: Record<string, unknown>, field: string): string {
  const value = row[field];
  if (typeof value !== 'string') throw new Error(`a row lacks "${field}"`);
  return value;
}
