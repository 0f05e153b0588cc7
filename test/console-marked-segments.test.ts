/** Marked texts: nothing is lost or doubled, however the hits overlap. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldSegments, markedSegments, showInvisible } from '../src/console/alert/marked-segments.ts';

const textAndSpans = fc.string({ unit: 'binary', maxLength: 200 }).chain((text) =>
  fc.record({
    text: fc.constant(text),
    spans: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: text.length + 5 }), fc.nat({ max: 30 }))
        .map(([start, length]) => ({ start, end: start + length })),
      { maxLength: 12 },
    ),
  }),
);

describe('markedSegments', () => {
  test('joined, the segments are the text', () => {
    fc.assert(
      fc.property(textAndSpans, ({ text, spans }) => {
        expect(
          markedSegments(text, spans)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('each character carries exactly the hits that cover it', () => {
    fc.assert(
      fc.property(textAndSpans, ({ text, spans }) => {
        for (const segment of markedSegments(text, spans)) {
          for (let at = segment.start; at < segment.start + segment.text.length; at += 1) {
            const covering = spans.flatMap((span, index) =>
              span.start <= at && at < span.end ? [index] : [],
            );
            expect(segment.hits).toEqual(covering);
          }
        }
      }),
    );
  });

  test('overlapping hits share the piece in the middle', () => {
    const spans = [
      { start: 2, end: 6 },
      { start: 4, end: 8 },
    ];
    expect(markedSegments('0123456789', spans)).toEqual([
      { start: 0, text: '01', hits: [] },
      { start: 2, text: '23', hits: [0] },
      { start: 4, text: '45', hits: [0, 1] },
      { start: 6, text: '67', hits: [1] },
      { start: 8, text: '89', hits: [] },
    ]);
  });

  test('a hit inside another ends where it ends', () => {
    const spans = [
      { start: 0, end: 6 },
      { start: 2, end: 4 },
    ];
    expect(markedSegments('abcdef', spans).map(({ hits }) => hits)).toEqual([[0], [0, 1], [0]]);
  });

  test('an empty text has no segments', () => {
    expect(markedSegments('', [{ start: 0, end: 3 }])).toEqual([]);
  });
});

describe('foldSegments', () => {
  test('what is shown and what is counted as hidden are together the whole text, and no hit is hidden', () => {
    fc.assert(
      fc.property(textAndSpans, fc.integer({ min: 1, max: 20 }), ({ text, spans }, around) => {
        const segments = markedSegments(text, spans);
        const pieces = foldSegments(segments, around);
        let at = 0;
        for (const piece of pieces) {
          expect(piece.start).toBe(at);
          if ('text' in piece) expect(piece.text).toBe(text.slice(at, at + piece.text.length));
          at += 'hidden' in piece ? piece.hidden : piece.text.length;
        }
        expect(at).toBe(text.length);
        const marked = segments.filter(({ hits }) => hits.length > 0);
        expect(pieces.filter((piece) => 'hits' in piece && piece.hits.length > 0)).toEqual(marked);
      }),
    );
  });

  test('keeps the surroundings of a hit and the beginning of the text', () => {
    const long = 'x'.repeat(100);
    const around = foldSegments(markedSegments(`${long}HIT${long}`, [{ start: 100, end: 103 }]), 10);
    expect(around).toEqual([
      { start: 0, text: 'x'.repeat(10), hits: [] },
      { start: 10, hidden: 80 },
      { start: 90, text: 'x'.repeat(10), hits: [] },
      { start: 100, text: 'HIT', hits: [0] },
      { start: 103, text: 'x'.repeat(10), hits: [] },
      { start: 113, hidden: 90 },
    ]);
    expect(foldSegments(markedSegments(long, []), 10)).toEqual([
      { start: 0, text: 'x'.repeat(10), hits: [] },
      { start: 10, hidden: 90 },
    ]);
  });

  test('hides nothing where little would be hidden', () => {
    const short = markedSegments('a short text with one hit', [{ start: 22, end: 25 }]);
    expect(foldSegments(short, 20)).toEqual(short);
  });
});

test.each([
  ['zero-width space', 'ab\u200Bc', 'ab⟨U+200B⟩c'],
  ['soft hyphen', 'ab\u00ADc', 'ab⟨U+00AD⟩c'],
  ['right-to-left override', '\u202Ecba', '⟨U+202E⟩cba'],
  ['character beyond the basic plane', 'a\u{E0061}', 'a⟨U+E0061⟩'],
  ['ordinary text', 'plain, 4-ü 汉', 'plain, 4-ü 汉'],
])('showInvisible names what cannot be seen: %s', (_, text, shown) => {
  expect(showInvisible(text)).toBe(shown);
});
