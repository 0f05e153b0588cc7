/** Tells what a text quotes: whoever reports or asks repeats how somebody else invited to buy. In normalised text. */
import type { Span } from '../../text/normalise.ts';

/** Longer than the names and labels that sellers themselves put in quotes, within one paragraph. */
const QUOTED =
  /(?<![\p{L}\p{N}])(?:["“„»][^"“”„«»\n]{16,240}["“”«]|«[^«»\n]{16,240}»|「[^「」\n]{8,240}」)(?![\p{L}\p{N}])/gu;
/** Of more than so many quotations a listing is not made. */
const MOST = 50;

export function quotedSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (const { 0: quoted, index } of text.matchAll(QUOTED)) {
    if (spans.length >= MOST) break;
    spans.push({ start: index, end: index + quoted.length });
  }
  return spans;
}
