/** How the secret of a second factor is written into the database: encrypted, and bound to the account that it is of. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;

/** Stands before what is stored, so that another way of encrypting can be told from this one. */
const VERSION = 'v1.';
const CIPHER = 'aes-256-gcm';
/** 96 bits, random for each value: NIST SP 800-38D §8.2.2 allows 2^32 of them under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** As they were stored before they were encrypted: base32 without a point. */
const PLAIN = /^[A-Z2-7]+=*$/;

export type Decrypted =
  | { readonly kind: 'open'; readonly secret: string }
  /** plain: was never encrypted; unknown: of a version that this one does not know; closed: of another key or account, or damaged. */
  | { readonly kind: 'plain' | 'unknown' | 'closed' };

/** What was made for one account opens for no other: its number is authenticated along. */
export function encryptSecret(key: Buffer, user: number, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(user));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return `${VERSION}${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
}

export function decryptSecret(key: Buffer, user: number, stored: string): Decrypted {
  if (isPlain(stored)) return { kind: 'plain' };
  if (!stored.startsWith(VERSION)) return { kind: 'unknown' };
  const bytes = Buffer.from(stored.slice(VERSION.length), 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return { kind: 'closed' };
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(boundTo(user))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
    return { kind: 'open', secret: Buffer.concat(text).toString('utf8') };
  } catch {
    // The only thing that can be wrong here is the tag.
    return { kind: 'closed' };
  }
}

export function isPlain(stored: string): boolean {
  return PLAIN.test(stored);
}

function boundTo(user: number): Buffer {
  return Buffer.from(`second factor of account ${user}`);
}
