/** Tells the address of a person at Tox from any other row of hex digits, by its checksum. */

const BYTES = 38;

/** 32 bytes of a key, 4 against unwanted requests, and 2 that make the exclusive or of all pairs nothing (Tox specification, "Tox ID"). */
export function isToxId(hex: string): boolean {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length !== BYTES || new Set(bytes).size <= 2) return false;
  const left = bytes.reduce((sums, byte, at) => (at % 2 === 0 ? sums ^ (byte << 8) : sums ^ byte), 0);
  return left === 0;
}
