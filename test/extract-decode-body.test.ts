/** Bytes to text, by mark, header, meta element and content. */
import { expect, test } from 'vitest';
import { wholeText } from '../src/extract/html/code-units.ts';
import { decodeBody, decodePage } from '../src/extract/html/decode-body.ts';
import { newRoom } from '../src/extract/html/page-room.ts';
import encodings from './cases/encodings.json' with { type: 'json' };

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );

const CITRIC_GBK = [0xc4, 0xfb, 0xc3, 0xca, 0xcb, 0xe1]; // 柠檬酸
const ACID_SHIFT_JIS = [0x8e, 0x5f]; // 酸
const ACID_1251 = [0xea, 0xe8, 0xf1, 0xeb]; // кисл

test.each([
  ['the header', bytes(CITRIC_GBK), 'text/html; charset=GBK', '柠檬酸'],
  ['a quoted header', bytes(CITRIC_GBK), 'text/html; charset="gb2312"', '柠檬酸'],
  [
    'a meta element',
    bytes('<meta charset="shift_jis">', ACID_SHIFT_JIS),
    null,
    '<meta charset="shift_jis">酸',
  ],
  [
    'an http-equiv meta element',
    bytes('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', ACID_1251),
    'text/html',
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">кисл',
  ],
  [
    'the byte order mark before the header',
    bytes([0xef, 0xbb, 0xbf, 0xc3, 0xa9]),
    'text/html; charset=latin1',
    'é',
  ],
  ['a UTF-16 mark', bytes([0xff, 0xfe, 0xe9, 0x00]), null, 'é'],
  ['UTF-8 without a word', bytes([0xc3, 0xa9]), null, 'é'],
  ['windows-1252 when it is no UTF-8', bytes([0x80, 0xe9]), null, '€é'],
  ['content when the header claims UTF-8 wrongly', bytes([0xe9]), 'text/html; charset=utf-8', 'é'],
  ['content when the charset is unknown', bytes([0xc3, 0xa9]), 'text/html; charset=utf-8859', 'é'],
  [
    'UTF-8 when a meta element says UTF-16',
    bytes('<meta charset="utf-16">', [0xc3, 0xa9]),
    null,
    '<meta charset="utf-16">é',
  ],
])('decodes by %s', (_, body, contentType, text) => {
  expect(decodeBody(body, contentType)).toBe(text);
  const ascii = Buffer.alloc(1000, ' ');
  for (const page of [body, Buffer.concat([body, ascii])])
    expect(wholeText(decodePage(page, contentType, newRoom()))).toBe(decodeBody(page, contentType));
});

test.each(encodings)('reads $name', ({ header, base64, text }) => {
  const body = Buffer.from(base64, 'base64');
  expect(decodeBody(body, header)).toBe(text);
  expect(wholeText(decodePage(body, header, newRoom()))).toBe(text);
});

test.each([0x80, 0xa4, 0xc3, 0xe9, 0xff, 0x1b, 0x00])(
  'megabytes of the byte %i are read to the end',
  (byte) => {
    expect(decodeBody(new Uint8Array(3_000_000).fill(byte), null).length).toBeGreaterThan(1_000_000);
  },
  20_000,
);

// Whoever brings the page has held it to PRECURSOR_PAGE_BYTES.
test.each([
  ['ASCII', ' '],
  ['UTF-8', '\u043a'],
  ['a charset of one byte', '\u00e9'],
])('a long page of %s is read to its end', (name, letter) => {
  const encoding = name === 'a charset of one byte' ? 'latin1' : 'utf8';
  const body = Buffer.concat([Buffer.alloc(12_000_000, Buffer.from(letter, encoding)), Buffer.from('end')]);
  expect(decodeBody(body, 'text/html; charset=windows-1252').endsWith('end')).toBe(true);
  expect(wholeText(decodePage(body, null, newRoom())).endsWith('end')).toBe(true);
});
