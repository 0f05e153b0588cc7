/** Turns the bytes of a page into text: byte order mark, header, meta element, then UTF-8, then windows-1252. */

/** No page of offers is longer; what follows is not read. */
export const MAX_BYTES = 8_000_000;
/** The HTML standard asks browsers to look for the meta element in the first 1,024 bytes; real shops put it later. */
const META_WINDOW = 4096;

const BYTE_ORDER_MARKS: readonly { readonly bytes: readonly number[]; readonly charset: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
];

const META_CHARSET =
  /<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([a-z0-9_:-]{2,40})/i;

function decoderFor(charset: string | undefined): InstanceType<typeof TextDecoder> | null {
  if (charset === undefined) return null;
  try {
    return new TextDecoder(charset.trim());
  } catch (error) {
    // An unknown label ("utf-8859") is a mistake of the page: the next source of the charset is asked.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function isUtf8(bytes: Uint8Array, cut: boolean): boolean {
  try {
    // A body cut at the limit may end inside a character; `stream` accepts that.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/**
 * `contentType` is the header's value, or null. A page that says one charset in the header and another in a meta element
 * is read by the header, except where that says UTF-8 and the bytes are not: servers add UTF-8 by default.
 */
export function decodeBody(
  body: Uint8Array,
  contentType: string | null,
  maxBytes: number = MAX_BYTES,
): string {
  const cut = body.length > maxBytes;
  const bytes = cut ? body.subarray(0, maxBytes) : body;
  const mark = BYTE_ORDER_MARKS.find((known) => known.bytes.every((byte, at) => bytes[at] === byte));
  if (mark) return new TextDecoder(mark.charset).decode(bytes);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, META_WINDOW));
  const meta = META_CHARSET.exec(head);
  const named = [/charset\s*=\s*["']?([^"';\s,]+)/i.exec(contentType ?? '')?.[1], meta?.[1] ?? meta?.[2]];
  for (const charset of named) {
    const decoder = decoderFor(charset);
    // A meta element that was readable byte by byte cannot stand in UTF-16 text (HTML standard, "prescan").
    if (decoder === null || decoder.encoding.startsWith('utf-16')) continue;
    if (decoder.encoding === 'utf-8' && !isUtf8(bytes, cut)) continue;
    return decoder.decode(bytes);
  }
  return new TextDecoder(isUtf8(bytes, cut) ? 'utf-8' : 'windows-1252').decode(bytes);
}
