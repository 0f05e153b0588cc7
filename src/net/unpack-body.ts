/** Content codings of HTTP bodies (gzip, deflate, br, zstd), unpacked with a limit that stops a bomb while it unpacks. */
import { Readable, type Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

export const ACCEPTED_CODINGS = 'gzip, deflate, br, zstd';

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** More codings than this in one header are a trick, not a saving. */
const MAX_CODINGS = 3;

export type Unpacked =
  | { readonly kind: 'whole' | 'cut'; readonly body: Uint8Array }
  | { readonly kind: 'unknown-coding' | 'broken'; readonly detail: string };

/** Codings in the order they were applied; null when one is not known. */
export function readCodings(header: string | undefined): readonly string[] | null {
  const codings = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) return null;
  return codings.every((coding) => Object.hasOwn(DECODERS, coding)) ? codings : null;
}

/** Servers send both zlib and raw deflate under one name; a zlib header has 8 in its low half-byte. */
function decoderFor(coding: string, packed: Uint8Array | null): Transform | null {
  if (coding === 'deflate' && packed !== null && ((packed[0] ?? 8) & 0x0f) !== 8) return createInflateRaw();
  return DECODERS[coding]?.() ?? null;
}

/**
 * Unpacks `packed`. `cut` gives the first `limit` bytes of a longer body; `packedIsCut` says that the end of `packed` is missing,
 * which makes an unexpected end no error.
 */
export async function unpackBody(
  packed: Uint8Array,
  codings: readonly string[],
  limit: number,
  packedIsCut = false,
): Promise<Unpacked> {
  const decoders: Transform[] = [];
  for (const [index, coding] of codings.toReversed().entries()) {
    const decoder = decoderFor(coding, index === 0 ? packed : null);
    if (decoder === null) return { kind: 'unknown-coding', detail: coding };
    decoders.push(decoder);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  let overflow = false;
  const collect = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      const kept = chunk.subarray(0, limit - size);
      chunks.push(kept);
      size += kept.length;
      overflow = kept.length < chunk.length;
      done(overflow ? new Error('over the limit') : null);
    },
  });
  try {
    await pipeline([Readable.from([packed]), ...decoders, collect]);
  } catch (error) {
    if (overflow || packedIsCut) return { kind: 'cut', body: Buffer.concat(chunks) };
    return { kind: 'broken', detail: error instanceof Error ? error.message : String(error) };
  }
  return { kind: packedIsCut ? 'cut' : 'whole', body: Buffer.concat(chunks) };
}
