import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const BLOCK = 8;
const PARALLEL = 3;
const LENGTH = 32;
const HIGHEST_COST = 20;

/** A password's hash as text: `scrypt:<log2 N>:<r>:<p>:<salt>:<key>`. `cost` is log2 of scrypt's N (RFC 7914). */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost, BLOCK, PARALLEL);
  return ['scrypt', cost, BLOCK, PARALLEL, salt.toString('base64url'), key.toString('base64url')].join(':');
}

/** Whether the password is the one of the hash; compared in constant time. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, cost, block, parallel, salt = '', key = ''] = hash.split(':');
  if (scheme !== 'scrypt' || Number(cost) > HIGHEST_COST) return false;
  const expected = Buffer.from(key, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), Number(cost), Number(block), Number(parallel));
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function derive(password: string, salt: Buffer, cost: number, r: number, p: number): Promise<Buffer> {
  const N = 2 ** cost;
  return new Promise((resolve, reject) => {
    // Twice what the function needs: Node counts a little more than 128 · N · r.
    scrypt(password.normalize('NFKC'), salt, LENGTH, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
