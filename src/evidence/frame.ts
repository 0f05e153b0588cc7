/**
 * Several pages in one compressed piece: pages of one shop repeat each other, so that sixteen together take a fraction of the room
 * and of the time. A file begins with a skippable frame of zstd (RFC 8878 §3.1.2), the table of what is in it, so that zstd unpacks it to
 * the pages one behind the other.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';

export type Member = { readonly sha256: string; readonly bytes: Uint8Array };

const TABLE_MAGIC = 0x184d2a5d;
const HEAD_BYTES = 8;
/** How pages are compressed, alone and together. */
export const PACKING = {
  params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 },
};

const table = z.array(
  z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().nonnegative() }),
);

/** The bytes of all; those that already lie one behind the other are not copied. */
function joined(members: readonly Member[]): Uint8Array {
  const [first] = members;
  if (first === undefined) return new Uint8Array();
  const { buffer, byteOffset } = first.bytes;
  let end = byteOffset;
  for (const { bytes } of members) {
    if (bytes.buffer !== buffer || bytes.byteOffset !== end)
      return Buffer.concat(members.map((each) => each.bytes));
    end += bytes.byteLength;
  }
  return new Uint8Array(buffer, byteOffset, end - byteOffset);
}

export function packFrame(members: readonly Member[]): Buffer {
  const rows = members.map(({ sha256, bytes }) => ({ sha256, bytes: bytes.byteLength }));
  const text = Buffer.from(JSON.stringify(rows));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(TABLE_MAGIC, 0);
  head.writeUInt32LE(text.length, 4);
  const pages = zstdCompressSync(joined(members), PACKING);
  return Buffer.concat([head, text, pages]);
}

/** A page alone is packed without a table. */
export function isFrame(file: Buffer): boolean {
  return file.length >= HEAD_BYTES && file.readUInt32LE(0) === TABLE_MAGIC;
}

/** @throws when it is damaged; whether the members are what their names say is for the caller to check */
export function unpackFrame(file: Buffer): Member[] {
  const end = HEAD_BYTES + file.readUInt32LE(4);
  const rows = table.parse(JSON.parse(file.toString('utf8', HEAD_BYTES, end)));
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  const pages = zstdDecompressSync(file.subarray(end), { maxOutputLength: Math.max(1, total) });
  if (pages.length !== total) throw new RangeError(`${pages.length} bytes instead of ${total}`);
  let at = 0;
  return rows.map(({ sha256, bytes }) => {
    at += bytes;
    return { sha256, bytes: pages.subarray(at - bytes, at) };
  });
}
