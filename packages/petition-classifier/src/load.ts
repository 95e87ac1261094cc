import { readFileSync } from 'node:fs';
import { createClassifier } from './classifier.ts';
import { ModelFileError } from './model-file.ts';
import type { Understand } from './port.ts';

const SHIPPED = new URL('../model/petition.model', import.meta.url);

/** The classifier over the model file that comes with this package, or over another one. Throws ModelFileError. */
export function loadClassifier(path: string | URL = SHIPPED): Understand {
  return createClassifier(readModelFile(path));
}

function readModelFile(path: string | URL): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ModelFileError(`the model file ${String(path)} cannot be read: is the checkout complete?`, { cause });
  }
}
