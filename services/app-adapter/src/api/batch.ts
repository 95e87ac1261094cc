import { TryAgainError } from '@yihaotong/adapter-kit';
import type { z } from 'zod';
import { jsonOf } from '../receive/decode.ts';
import type { Intake, Item, Taken } from '../receive/intake.ts';
import { readMediaType } from '../receive/media-type.ts';
import { type batchLine, receiptOf } from './answers.ts';
import { problemBody } from './problem.ts';

export const MAX_BATCH_BYTES = 64 * 1024 * 1024;
/** Lines that are accepted at once, so that they share a flush and memory stays small. */
const AT_ONCE = 64;
const LINE_END = 0x0a;

const MAX_ARRAY = 1000;

type BatchLine = z.output<typeof batchLine>;

/** What a batch came as: lines, an array, or nothing that holds petitions. */
export type Split =
  | { kind: 'lines' | 'array'; items: readonly NumberedItem[] }
  | { kind: 'wrong'; code: 'unknown-media-type' | 'bad-json' | 'bad-encoding' | 'invalid-fields'; detail: string };

interface NumberedItem {
  /** From 1. */
  line: number;
  item: Item;
}

/** Splits a batch into its items: one for each line (NDJSON; blank lines are skipped), or for each element of an array. */
export function splitBatch(account: string, body: Uint8Array, contentType: string): Split {
  const { type, charset } = readMediaType(contentType);
  const item = (bytes: Uint8Array, itemType: string): Item => {
    return { entrance: 'api', account, body: bytes, contentType: itemType, idempotencyKey: null };
  };
  if (type === 'application/x-ndjson' || type === 'application/jsonl') {
    const itemType = contentType.replace(/^[^;]*/, 'application/json');
    return { kind: 'lines', items: linesOf(body).map(({ line, bytes }) => ({ line, item: item(bytes, itemType) })) };
  }
  if (type !== 'application/json') {
    return { kind: 'wrong', code: 'unknown-media-type', detail: 'send application/x-ndjson or application/json' };
  }
  const json = jsonOf(body, charset);
  if (json.kind === 'malformed') {
    return { kind: 'wrong', code: json.code === 'bad-json' ? 'bad-json' : 'bad-encoding', detail: 'send an array' };
  }
  if (!Array.isArray(json.value) || json.value.length > MAX_ARRAY) {
    return { kind: 'wrong', code: 'invalid-fields', detail: `must be an array of at most ${MAX_ARRAY} petitions` };
  }
  const items = json.value.map((one, index) => ({
    line: index + 1,
    item: item(Buffer.from(JSON.stringify(one)), 'application/json'),
  }));
  return { kind: 'array', items };
}

/** Takes the items in, each by itself; the answers stand in their order. */
export async function takeBatch(intake: Intake, items: readonly NumberedItem[]): Promise<BatchLine[]> {
  const answers: BatchLine[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const some = items.slice(start, start + AT_ONCE);
    answers.push(...(await Promise.all(some.map(({ line, item }) => takeLine(intake, line, item)))));
  }
  return answers;
}

async function takeLine(intake: Intake, line: number, item: Item): Promise<BatchLine> {
  try {
    return lineOf(line, await intake.take(item));
  } catch (error) {
    if (error instanceof TryAgainError) return { line, status: 503, code: 'try-again' };
    throw error;
  }
}

function lineOf(line: number, taken: Taken): BatchLine {
  if (taken.kind === 'taken') return { line, status: taken.again ? 200 : 201, ...receiptOf(taken.petition) };
  if (taken.kind === 'conflict') return { line, status: 409, code: 'conflict' };
  const { status } = problemBody(taken.code, 'en');
  return { line, status, code: taken.code, errors: [...taken.problems] };
}

/** Split as bytes: a wrongly encoded line spoils no other. */
function linesOf(body: Uint8Array): { line: number; bytes: Uint8Array }[] {
  const lines: { line: number; bytes: Uint8Array }[] = [];
  for (let start = 0, line = 1; start < body.length; line++) {
    const found = body.indexOf(LINE_END, start);
    const end = found < 0 ? body.length : found;
    const bytes = body.subarray(start, end);
    if (bytes.some((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d)) lines.push({ line, bytes });
    start = end + 1;
  }
  return lines;
}
