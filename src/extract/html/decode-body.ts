/** Turns the bytes of a page into text: by mark, header, meta element, and by what the bytes are where those are wrong. */
import { isUtf8 } from 'node:buffer';
import { bytesText, type PageText, pageText } from './code-units.ts';
import { charsetScore, detectCharset, foreignSample, utf16Without } from './detect-charset.ts';
import type { PageRoom } from './page-room.ts';

/** The HTML standard asks browsers to look for the meta element in the first 1,024 bytes; real shops put it later. */
const META_WINDOW = 4096;

const BYTE_ORDER_MARKS: readonly { readonly bytes: readonly number[]; readonly charset: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
];

function markedCharset(body: Uint8Array): string | null {
  const mark = BYTE_ORDER_MARKS.find((known) => known.bytes.every((byte, at) => body[at] === byte));
  return mark?.charset ?? null;
}

const META_CHARSET =
  /<meta\b[^>]{0,200}?charset\s{0,20}=\s{0,20}["']?\s{0,20}([a-z0-9_:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([a-z0-9_:-]{2,40})/i;
const LANGUAGE = /<html\b[^>]{0,300}?\blang\s*=\s*["']?([a-z]{2})\b/i;

/** The WHATWG name of a charset that is not UTF-16; null for a label that is none. */
function charsetOf(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    const { encoding } = new TextDecoder(label.trim());
    // A meta element that was readable byte by byte cannot stand in UTF-16 text (HTML standard, "prescan").
    return encoding.startsWith('utf-16') ? null : encoding;
  } catch (error) {
    // An unknown label ("utf-8859") is a mistake of the page: the next source of the charset is asked.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The text, or null where the bytes are no UTF-8. */
function asUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Characters of two and more bytes, against places that are no UTF-8. */
function isMostlyUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(sample);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[\u0080-\uffff]/g)?.length ?? 0;
  return whole - broken > broken * 8;
}

/** In a declared charset the text may read so well that no other is tried; else another must be this much better. */
const LIKELY = 0.85;
const LIKELY_IN_ITS_LANGUAGE = 1;
const BETTER = 0.2;
/** Where nothing is declared, less than this is no text of any kind. */
const UNLIKELY = 0.2;
/** One source of the charset is believed before the other unless the text speaks against it. */
const FIRST_NAMED = 0.15;

function likeliest(sample: Uint8Array, named: readonly string[], language: string | null): string {
  const scored = named
    .map((charset, at) => ({ charset, score: charsetScore(sample, charset, language) - at * FIRST_NAMED }))
    .sort((a, b) => b.score - a.score)[0];
  if (scored !== undefined && scored.score >= (language === null ? LIKELY : LIKELY_IN_ITS_LANGUAGE))
    return scored.charset;
  const found = detectCharset(sample, language);
  if (scored === undefined) return found !== null && found.score > UNLIKELY ? found.charset : 'windows-1252';
  return found !== null && found.score >= scored.score + BETTER ? found.charset : scored.charset;
}

/** ESC $ B and its kin: Japanese in seven bits. */
function isIso2022Jp(head: string): boolean {
  return head.includes('\u001b$@') || head.includes('\u001b$B');
}

/**
 * `contentType` is the header's value, or null. What is declared is believed, the header before a meta element, unless
 * the bytes disprove it: they are UTF-8 (servers add a default), they are not UTF-8, or they make no text.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | null): string {
  const wide = markedCharset(bytes) ?? utf16Without(bytes);
  if (wide !== null) return new TextDecoder(wide).decode(bytes);
  const utf8 = asUtf8(bytes);
  if (utf8 !== null)
    return isIso2022Jp(utf8.slice(0, 100_000)) ? new TextDecoder('iso-2022-jp').decode(bytes) : utf8;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, META_WINDOW));
  const meta = META_CHARSET.exec(head);
  const header = /charset\s*=\s*["']?([^"';\s,]+)/i.exec(contentType ?? '')?.[1];
  const named = [charsetOf(header), charsetOf(meta?.[1] ?? meta?.[2])].filter((charset) => charset !== null);
  const sample = foreignSample(bytes);
  if (isMostlyUtf8(sample)) return new TextDecoder().decode(bytes);
  const legacy = [...new Set(named.filter((charset) => charset !== 'utf-8'))];
  const language = LANGUAGE.exec(head)?.[1]?.toLowerCase() ?? null;
  return new TextDecoder(likeliest(sample, legacy, language)).decode(bytes);
}

/** One of so many bytes is looked at to tell whether a page is nearly all ASCII; one of so many of those may be none. */
const [EVERY, NEARLY] = [64, 32];
/** Japanese in seven bits is written with the one, UTF-16 with the other. */
const [ESCAPE, ZERO] = [0x1b, 0];

function isNearlyAscii(body: Uint8Array): boolean {
  let wide = 0;
  for (let at = 0; at < body.length; at += EVERY) if ((body[at] ?? 0) > 127) wide++;
  return wide * NEARLY * EVERY <= body.length;
}

/** The same text as {@link decodeBody} gives, in the form in which it is taken apart with the least work. */
export function decodePage(body: Uint8Array, contentType: string | null, room: PageRoom): PageText {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const asItIs =
    isNearlyAscii(body) &&
    isUtf8(bytes) &&
    !bytes.includes(ESCAPE) &&
    !bytes.includes(ZERO) &&
    markedCharset(bytes) === null;
  return asItIs ? bytesText(bytes, room) : pageText(decodeBody(body, contentType), room);
}
