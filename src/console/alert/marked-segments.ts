/** Cuts a screened text at the edges of its hits, so that overlapping hits can be shown without losing a character. */

export type Span = { readonly start: number; readonly end: number };

/** A piece of the text with the indexes of the spans that cover it; `start` is its UTF-16 offset. */
export type Segment = { readonly start: number; readonly text: string; readonly hits: readonly number[] };

/**
 * The pieces in order; joined they are the text. Spans beyond the text are cut to it, empty ones mark nothing.
 * O(edges × spans): a text has tens of hits, not thousands.
 */
export function markedSegments(text: string, spans: readonly Span[]): Segment[] {
  const clip = (offset: number) => Math.min(Math.max(offset, 0), text.length);
  const edges = new Set([0, text.length]);
  for (const span of spans) {
    edges.add(clip(span.start));
    edges.add(clip(span.end));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => {
    const start = sorted[index] ?? 0;
    const hits = spans.flatMap((span, n) => (span.start <= start && span.end >= end ? [n] : []));
    return { start, text: text.slice(start, end), hits };
  });
}

export type Piece = Segment | { readonly start: number; readonly hidden: number };

/** Replaces the middle of long unmarked pieces by a count of what is hidden; `around` units stay beside each hit and at the top. */
export function foldSegments(segments: readonly Segment[], around: number): Piece[] {
  return segments.flatMap((segment, index): Piece[] => {
    const after = index === segments.length - 1 ? 0 : around;
    const hidden = segment.text.length - around - after;
    // Hiding a few words would cost more attention than it saves.
    if (segment.hits.length > 0 || hidden < around) return [segment];
    const { start, text } = segment;
    const pieces: Piece[] = [
      { start, text: text.slice(0, around), hits: [] },
      { start: start + around, hidden },
      { start: start + around + hidden, text: text.slice(around + hidden), hits: [] },
    ];
    return pieces.filter((piece) => 'hidden' in piece || piece.text !== '');
  });
}

/** Soft hyphens, joiners, zero-width spaces, bidi controls, variation selectors, tags (UAX #44). */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** "acme⟨U+200B⟩tone": the text with each invisible character named. */
export function showInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}
