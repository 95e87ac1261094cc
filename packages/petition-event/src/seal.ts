import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** Text encrypted at rest: `sealed:<key id>:<base64url of iv, tag and cipher text>`. */
export type Sealed = `sealed:${string}`;

export interface SealKeys {
  /** The key that seals from now on; 32 bytes. */
  current: { id: string; key: Uint8Array };
  /** Keys that may still open what was sealed before a rotation. */
  previous: readonly { id: string; key: Uint8Array }[];
  /** Never rotated: it makes citizen keys and query codes, which must stay the same. 32 bytes. */
  identity: Uint8Array;
}

export interface Seal {
  seal(plain: string): Sealed;
  /** Throws a SealError when the key is not here any more or the text was tampered with. */
  open(sealed: Sealed): string;
  /** For {@link citizenKey} and {@link queryCode}. */
  readonly identitySecret: KeyObject;
}

export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Whether a text was sealed. */
export function isSealed(text: string): text is Sealed {
  return text.startsWith('sealed:');
}

/** AES-256-GCM with a fresh 96-bit IV each time (NIST SP 800-38D). */
export function createSeal(keys: SealKeys): Seal {
  // Key objects are made once: from raw bytes each time, sealing costs five times as much.
  const byId = new Map([...keys.previous, keys.current].map(({ id, key }) => [id, createSecretKey(key)]));
  const current = createSecretKey(keys.current.key);
  return {
    identitySecret: createSecretKey(keys.identity),
    seal(plain) {
      const iv = freshIv();
      const cipher = createCipheriv('aes-256-gcm', current, iv);
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `sealed:${keys.current.id}:${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`;
    },
    open(sealed) {
      const [, id = '', body = ''] = sealed.split(':');
      const key = byId.get(id);
      if (!key) throw new SealError(`no key "${id}": add it to the previous keys of SEAL_KEYS`);
      const bytes = Buffer.from(body, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new SealError(`sealed text under key "${id}" does not open: it was changed or cut`, { cause });
      }
    },
  };
}

const IV_BYTES = 12;
let pool = new Uint8Array(0);

/** Random bytes are drawn many at a time: asking the system for each dozen costs more than sealing with them. */
function freshIv(): Uint8Array {
  if (pool.length === 0) pool = randomBytes(IV_BYTES * 256);
  const iv = pool.subarray(0, IV_BYTES);
  pool = pool.subarray(IV_BYTES);
  return iv;
}
