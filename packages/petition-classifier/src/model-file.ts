import { createHash } from 'node:crypto';
import { PETITION_CLASSES } from '@yihaotong/petition-event';
import { SIGN_ROWS } from './signs.ts';

/** One linear table: `rows` rows of `outputs` weights, int8, with a scale and a bias for each output. */
export interface Table {
  bits: number;
  /** Rows after the buckets. */
  extraRows: number;
  outputs: number;
  scales: readonly number[];
  biases: readonly number[];
  weights: Int8Array;
}

/** What a model file holds. */
export interface Model {
  /** Name and checksum: goes into every understanding. */
  version: string;
  /** Outputs: the classes in the order of PETITION_CLASSES, then urgency ≥ 1, then urgency 2. */
  stance: Table;
  /** Outputs: the topics in the order of `topics`. */
  topic: Table;
  topics: readonly string[];
  /** Logits are divided by these before they become probabilities, so that a confidence means what it says. */
  temperatures: { class: number; topic: number };
  /** Logits from which on the urgency is at least 1, and 2. */
  urgencyFrom: readonly [number, number];
}

export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

const MAGIC = 'YHTMODEL';
const FORMAT = 1;
const CHECKSUM_BYTES = 32;
const PREFIX_BYTES = MAGIC.length + 8;
const STANCE_OUTPUTS = PETITION_CLASSES.length + 2;

/** Writes a model: magic, format, header length, header (JSON), the two tables, SHA-256 of all before. */
export function encodeModel(name: string, model: Omit<Model, 'version'>): Uint8Array {
  const header = Buffer.from(
    JSON.stringify({
      name,
      classes: PETITION_CLASSES,
      topics: model.topics,
      stance: describeTable(model.stance),
      topic: describeTable(model.topic),
      temperatures: model.temperatures,
      urgencyFrom: model.urgencyFrom,
    }),
  );
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, 'latin1');
  prefix.writeUInt32LE(FORMAT, MAGIC.length);
  prefix.writeUInt32LE(header.length, MAGIC.length + 4);
  const body = Buffer.concat([prefix, header, bytesOf(model.stance), bytesOf(model.topic)]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

function describeTable({ bits, extraRows, outputs, scales, biases }: Table): Omit<Table, 'weights'> {
  return { bits, extraRows, outputs, scales, biases };
}

function bytesOf({ weights }: Table): Uint8Array {
  return new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
}

/** Reads a model file. Throws ModelFileError that says what is wrong with it and what to do. */
export function decodeModel(bytes: Uint8Array): Model {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  check(file.length >= PREFIX_BYTES + CHECKSUM_BYTES, `it is only ${file.length} bytes long`);
  check(file.toString('latin1', 0, MAGIC.length) === MAGIC, 'it does not begin with the mark of a model file');
  const format = file.readUInt32LE(MAGIC.length);
  check(format === FORMAT, `its format is ${format}, this program reads ${FORMAT}`);
  const body = file.subarray(0, file.length - CHECKSUM_BYTES);
  const checksum = createHash('sha256').update(body).digest();
  check(checksum.equals(file.subarray(body.length)), 'its checksum does not fit: it was cut or changed');
  const headerEnd = PREFIX_BYTES + file.readUInt32LE(MAGIC.length + 4);
  const header = readHeader(body.toString('utf8', PREFIX_BYTES, headerEnd));
  const stanceEnd = headerEnd + weightsOf(header.stance);
  const topicEnd = stanceEnd + weightsOf(header.topic);
  check(
    topicEnd === body.length,
    `its tables take ${topicEnd - headerEnd} bytes, ${body.length - headerEnd} are there`,
  );
  return {
    version: `${header.name}+${checksum.toString('hex').slice(0, 8)}`,
    stance: { ...header.stance, weights: copyOf(body, headerEnd, stanceEnd) },
    topic: { ...header.topic, weights: copyOf(body, stanceEnd, topicEnd) },
    topics: header.topics,
    temperatures: header.temperatures,
    urgencyFrom: header.urgencyFrom,
  };
}

interface Header extends Omit<Model, 'version' | 'stance' | 'topic'> {
  name: string;
  stance: Omit<Table, 'weights'>;
  topic: Omit<Table, 'weights'>;
}

function readHeader(text: string): Header {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw problem('its header is not JSON');
  }
  const header = object(json, 'header');
  const { name, topics } = header;
  check(typeof name === 'string', 'its header has no name');
  check(isStrings(topics) && topics.length > 1, 'its header names no topics');
  check(String(header.classes) === String(PETITION_CLASSES), 'its classes are not those of this program');
  const stance = readTable(object(header.stance, 'stance'), STANCE_OUTPUTS);
  check(stance.extraRows === SIGN_ROWS, `it knows ${stance.extraRows} sign rows, this program has ${SIGN_ROWS}`);
  const temperatures = object(header.temperatures, 'temperatures');
  const urgencyFrom = numbers(header.urgencyFrom, 2);
  return {
    name,
    topics,
    stance,
    topic: readTable(object(header.topic, 'topic'), topics.length),
    temperatures: { class: positive(temperatures.class), topic: positive(temperatures.topic) },
    urgencyFrom: [urgencyFrom[0] ?? 0, urgencyFrom[1] ?? 0],
  };
}

function readTable(table: Record<string, unknown>, outputs: number): Omit<Table, 'weights'> {
  const { bits, extraRows } = table;
  check(isCount(bits) && bits >= 1 && bits <= 24, 'a table has no fitting number of buckets');
  check(isCount(extraRows), 'a table has no fitting number of rows');
  check(table.outputs === outputs, `a table has ${String(table.outputs)} outputs, ${outputs} are due`);
  return { bits, extraRows, outputs, scales: numbers(table.scales, outputs), biases: numbers(table.biases, outputs) };
}

function weightsOf(table: Omit<Table, 'weights'>): number {
  return (2 ** table.bits + table.extraRows) * table.outputs;
}

function copyOf(bytes: Buffer, from: number, to: number): Int8Array {
  return new Int8Array(bytes.subarray(from, to));
}

function object(value: unknown, what: string): Record<string, unknown> {
  check(typeof value === 'object' && value !== null, `its header has no ${what}`);
  return value as Record<string, unknown>;
}

function numbers(value: unknown, length: number): number[] {
  const fits = Array.isArray(value) && value.length === length && value.every((item) => Number.isFinite(item));
  check(fits, `its header lacks ${length} numbers somewhere`);
  return value as number[];
}

function positive(value: unknown): number {
  check(typeof value === 'number' && value > 0, 'a temperature is not positive');
  return value;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw problem(what);
}

function problem(what: string): ModelFileError {
  return new ModelFileError(
    `the model file cannot be used: ${what}. Take the one that came with this version, or train anew`,
  );
}
