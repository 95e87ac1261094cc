import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PETITION_CLASSES } from '@yihaotong/petition-event';
import { createClassifier } from '../src/classifier.ts';
import { loadClassifier } from '../src/load.ts';
import { decodeModel, encodeModel, ModelFileError, type Table } from '../src/model-file.ts';
import { SIGN_ROWS } from '../src/signs.ts';

const table = (bits: number, extraRows: number, outputs: number): Table => ({
  bits,
  extraRows,
  outputs,
  scales: new Array<number>(outputs).fill(0.01),
  biases: new Array<number>(outputs).fill(0.5),
  weights: Int8Array.from({ length: (2 ** bits + extraRows) * outputs }, (_, i) => (i % 255) - 127),
});
const MODEL = {
  stance: table(4, SIGN_ROWS, PETITION_CLASSES.length + 2),
  topic: table(3, 0, 2),
  topics: ['城乡建设', '环境保护'],
  temperatures: { class: 1, topic: 2 },
  urgencyFrom: [0.5, 1] as const,
};
const FILE = Buffer.from(encodeModel('small', MODEL));

describe('a model file', () => {
  test('reads back as it was written, with a version made of its name and checksum', () => {
    const { version, ...model } = decodeModel(FILE);
    expect(model).toEqual(MODEL);
    expect(version).toMatch(/^small\+[0-9a-f]{8}$/);
  });

  test('that is shipped can be read, and is small enough for the repository', () => {
    const bytes = readFileSync(new URL('../model/petition.model', import.meta.url));
    expect(decodeModel(bytes).topics).toHaveLength(7);
    expect(bytes.length).toBeLessThan(3_000_000);
  });

  const flipped = Buffer.from(FILE);
  flipped[FILE.length - 40] = (flipped[FILE.length - 40] ?? 0) ^ 1;
  const later = Buffer.from(FILE);
  later.writeUInt32LE(2, 8);
  const BROKEN: [string, Uint8Array, RegExp][] = [
    ['empty', new Uint8Array(), /only 0 bytes/],
    ['something else', Buffer.alloc(1_000, 'x'), /mark of a model file/],
    ['of a later format', later, /format is 2, this program reads 1/],
    ['cut', FILE.subarray(0, FILE.length - 1), /cut or changed/],
    ['changed in one bit', flipped, /cut or changed/],
    ['of other topics than its table has', encodeModel('bad', { ...MODEL, topics: ['a', 'b', 'c'] }), /outputs/],
    ['with too short a table', encodeModel('bad', { ...MODEL, topic: { ...MODEL.topic, bits: 4 } }), /tables take/],
    ['with a number that is none', encodeModel('bad', { ...MODEL, urgencyFrom: [Number.NaN, 1] }), /lacks 2 numbers/],
  ];
  test.each(BROKEN)('that is %s is refused with what is wrong and what to do', (_, bytes, message) => {
    expect(() => createClassifier(bytes)).toThrow(ModelFileError);
    expect(() => createClassifier(bytes)).toThrow(message);
    expect(() => createClassifier(bytes)).toThrow(/Take the one that came with this version/);
  });

  test('that is not there is named in the error', () => {
    expect(() => loadClassifier('/nowhere/petition.model')).toThrow(/nowhere\/petition\.model/);
  });
});
