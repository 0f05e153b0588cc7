/** Wallet addresses that carry their own checksum: a string of the right shape but the wrong sum is a typo or something else. */
import { createHash } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58xmr, bech32, bech32m, createBase58check } from '@scure/base';

/** Bitcoin, Litecoin, Dogecoin and Tron, by the version byte of a base58check address. */
const BASE58_VERSIONS = new Set([0x00, 0x05, 0x30, 0x32, 0x1e, 0x16, 0x41]);
/** Monero's standard, integrated and sub-addresses. */
const MONERO_PREFIXES = new Set([18, 19, 42]);
const SEGWIT_PREFIXES = new Set(['bc', 'ltc']);

const base58check = createBase58check((bytes: Uint8Array) => createHash('sha256').update(bytes).digest());

/** What decodes is kept; the libraries throw on everything else. */
function decoded<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function isBase58(text: string): boolean {
  const bytes = decoded(() => base58check.decode(text));
  return bytes !== null && bytes.length === 21 && BASE58_VERSIONS.has(bytes[0] ?? -1);
}

/** BIP 173 and BIP 350: version 0 is bech32, later ones are bech32m. */
function isSegwit(text: string): boolean {
  for (const [coding, versions] of [
    [bech32, (version: number) => version === 0],
    [bech32m, (version: number) => version >= 1 && version <= 16],
  ] as const) {
    const parts = decoded(() => coding.decode(text as `${string}1${string}`, 90));
    const [version = -1, ...program] = parts?.words ?? [];
    if (parts === null || !SEGWIT_PREFIXES.has(parts.prefix) || !versions(version)) continue;
    const bytes = decoded(() => coding.fromWords(program));
    return bytes !== null && (version === 0 ? [20, 32].includes(bytes.length) : bytes.length <= 40);
  }
  return false;
}

function isMonero(text: string): boolean {
  const bytes = decoded(() => base58xmr.decode(text));
  if (bytes === null || ![69, 77].includes(bytes.length) || !MONERO_PREFIXES.has(bytes[0] ?? -1))
    return false;
  const sum = keccak_256(bytes.subarray(0, -4)).subarray(0, 4);
  return Buffer.from(sum).equals(Buffer.from(bytes.subarray(-4)));
}

/** EIP-55: the case of each letter is a bit of the hash of the address. */
function withCase(address: string): string {
  const plain = address.slice(2).toLowerCase();
  const hash = Buffer.from(keccak_256(Buffer.from(plain, 'ascii'))).toString('hex');
  const cased = [...plain].map((digit, at) =>
    Number.parseInt(hash.charAt(at), 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join('')}`;
}

/** All of one case carries no checksum and is taken as it is. */
function ethereum(text: string): string | null {
  const cased = withCase(text);
  const digits = text.slice(2);
  return digits === digits.toLowerCase() || digits === digits.toUpperCase() || text === cased ? cased : null;
}

/** Shape → the address in its one normal form, or null when the checksum fails. */
const SHAPES: readonly (readonly [RegExp, (text: string) => string | null])[] = [
  [
    /(?<!\w)(?:bc1|ltc1)[02-9ac-hj-np-z]{11,87}(?!\w)/gi,
    (text) => (isSegwit(text) ? text.toLowerCase() : null),
  ],
  [/(?<!\w)[13LMDAT9][1-9A-HJ-NP-Za-km-z]{24,34}(?!\w)/g, (text) => (isBase58(text) ? text : null)],
  [/(?<!\w)0x[0-9a-fA-F]{40}(?!\w)/g, ethereum],
  [
    /(?<!\w)[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}(?:[1-9A-HJ-NP-Za-km-z]{11})?(?!\w)/g,
    (text) => (isMonero(text) ? text : null),
  ],
];

/** More strings of such a shape are a list of hashes, and every one costs a hash to check. */
const MAX_TRIED = 200;

export type Wallet = { readonly value: string; readonly raw: string };

/** In the order of the coins, then of the text. `raw` stands in the text exactly so. */
export function findWallets(text: string): Wallet[] {
  const found: Wallet[] = [];
  for (const [shape, normal] of SHAPES) {
    for (const [raw] of text.matchAll(shape).take(MAX_TRIED)) {
      const value = normal(raw);
      if (value !== null) found.push({ value, raw });
    }
  }
  return found;
}
