/** Where a record came in, as far as it says so. */
export interface CameIn {
  channel: string;
  account: string;
}

/** Bytes at the beginning of a record in which it is looked for. */
const HEAD = 4096;
const SOURCE = /"source"\s*:\s*"\/channels\/([\w-]{1,64})\/([\w.~%-]{1,200})/;

/**
 * What a record that is no event any more still says of where it came in; `unknown` where it does not. Whoever counts it
 * and whoever quarantines it ask here, so that the ledger has both under the same channel.
 */
export function cameInOf(value: Uint8Array): CameIn {
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8', 0, HEAD);
  const [, channel, account] = SOURCE.exec(text) ?? [];
  return {
    channel: channel ?? fieldOf(text, 'channel'),
    account: account === undefined ? fieldOf(text, 'account') : decoded(account),
  };
}

function fieldOf(text: string, name: 'channel' | 'account'): string {
  return new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]{1,128})"`).exec(text)?.[1] ?? 'unknown';
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
