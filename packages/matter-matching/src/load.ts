import { readFileSync } from 'node:fs';
import { type Background, BackgroundFileError, decodeBackground } from './background.ts';

const SHIPPED = new URL('../model/background.bin', import.meta.url);

let shipped: Background | undefined;

/** The n-gram frequencies that come with this package, read once. Throws BackgroundFileError. */
export function loadBackground(): Background {
  shipped ??= readShipped();
  return shipped;
}

function readShipped(): Background {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(SHIPPED);
  } catch (cause) {
    throw new BackgroundFileError(`${SHIPPED.pathname} cannot be read: is the checkout complete?`, { cause });
  }
  return decodeBackground(bytes);
}
