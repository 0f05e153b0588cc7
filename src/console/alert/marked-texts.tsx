/** The screened texts with their hits marked and numbered, a legend that says how each was found, and how they were read. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MarkedText } from '../../model/api.ts';
import { type Hit, TECHNIQUE_WORDS } from '../../model/assessment.ts';
import { FIELD_WORDS, isDisguise } from '../words.ts';
import { foldSegments, markedSegments, type Piece, type Span, showInvisible } from './marked-segments.ts';

/** UTF-16 units kept on each side of a hit in a long text; about three lines. */
const AROUND = 300;

type NameOf = (substance: string) => string;

export function MarkedTexts({ texts, nameOf }: { texts: readonly MarkedText[]; nameOf: NameOf }) {
  const filled = texts.filter(({ text }) => text.trim() !== '');
  const disguised = filled.some(({ hits }) => hits.some(({ technique }) => isDisguise(technique)));
  const [beside, setBeside] = useState(disguised);
  return (
    <section className="card" aria-labelledby="texts-title">
      <div className="section-head">
        <h2 className="section-title" id="texts-title">
          What it says
        </h2>
        <p className="mark-key dim">
          <mark className="mark">as listed</mark> <mark className="mark disguise">written otherwise</mark>
          <Button size="compact-xs" variant="subtle" aria-pressed={beside} onClick={() => setBeside(!beside)}>
            {beside ? 'Hide how it is read' : 'Show how it is read'}
          </Button>
        </p>
      </div>
      {filled.map((each) => (
        <OneText key={each.field} marked={each} nameOf={nameOf} beside={beside && each.hits.length > 0} />
      ))}
      {filled.length === 0 && <p className="dim">The listing has no text.</p>}
    </section>
  );
}

type OneProps = { readonly marked: MarkedText; readonly nameOf: NameOf; readonly beside: boolean };

function OneText({ marked, nameOf, beside }: OneProps) {
  const [whole, setWhole] = useState(false);
  const { field, text, hits, normalised } = marked;
  const original = piecesOf(text, hits, whole);
  const foldable = piecesOf(text, hits, false).some((piece) => 'hidden' in piece);
  return (
    <div className="text-block">
      <h3 className="text-field">{FIELD_WORDS[field]}</h3>
      <div>
        <div className={beside ? 'beside' : undefined}>
          <div>
            {beside && <p className="beside-head dim">as it is written</p>}
            <p className={`screened screened-${field}`} dir="auto">
              <Marked pieces={original} hits={hits} nameOf={nameOf} />
            </p>
          </div>
          {beside && (
            <div className="as-read">
              <p className="beside-head dim">as it is read</p>
              <p className="screened normalised" dir="auto">
                <Marked
                  pieces={piecesOf(normalised.text, normalised.spans, whole)}
                  hits={hits}
                  nameOf={nameOf}
                  asRead
                />
              </p>
            </div>
          )}
        </div>
        {foldable && (
          <Button size="compact-xs" variant="subtle" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {whole ? 'Show only what is around the hits' : 'Show the whole text'}
          </Button>
        )}
        {hits.length > 0 && <Legend hits={hits} nameOf={nameOf} />}
      </div>
    </div>
  );
}

function piecesOf(text: string, spans: readonly Span[], whole: boolean): Piece[] {
  const segments = markedSegments(text, spans);
  return whole ? segments : foldSegments(segments, AROUND);
}

type MarkedProps = {
  readonly pieces: readonly Piece[];
  readonly hits: readonly Hit[];
  readonly nameOf: NameOf;
  /** Shows what a disguise was read as in its place. */
  readonly asRead?: boolean;
};

/** The pieces name the hits by their places in the list; the spans of the text itself are cut already. */
function Marked({ pieces, hits, nameOf, asRead = false }: MarkedProps) {
  return pieces.map((piece, index) => (
    <TextPiece
      key={piece.start}
      piece={asRead ? readPiece(piece, hits, pieces[index - 1], pieces[index + 1]) : piece}
      next={pieces[index + 1]}
      hits={hits}
      nameOf={nameOf}
    />
  ));
}

const hitsOf = (piece: Piece | undefined) => (piece !== undefined && 'hits' in piece ? piece.hits : []);

/** The listed name in place of the disguise; where hits overlap, the text as it was compared. */
function readPiece(
  piece: Piece,
  hits: readonly Hit[],
  before: Piece | undefined,
  next: Piece | undefined,
): Piece {
  if ('hidden' in piece) return piece;
  const [one, ...others] = piece.hits;
  if (one === undefined || others.length > 0 || [...hitsOf(before), ...hitsOf(next)].includes(one))
    return piece;
  const hit = hits[one];
  return hit !== undefined && isDisguise(hit.technique) ? { ...piece, text: hit.term } : piece;
}

type PieceProps = {
  readonly piece: Piece;
  readonly next: Piece | undefined;
  readonly hits: readonly Hit[];
  readonly nameOf: NameOf;
};

function TextPiece({ piece, next, hits, nameOf }: PieceProps) {
  if ('hidden' in piece)
    return <span className="hidden-text"> … {piece.hidden.toLocaleString('en')} characters … </span>;
  const own = piece.hits.flatMap((index) => hits[index] ?? []);
  if (own.length === 0) return piece.text;
  // The number stands in an attribute, drawn by the style sheet: copied text stays as the seller wrote it.
  const goesOn = hitsOf(next);
  const ending = piece.hits.filter((index) => !goesOn.includes(index));
  return (
    <mark
      className={own.some((hit) => isDisguise(hit.technique)) ? 'mark disguise' : 'mark'}
      title={own.map((hit) => `${nameOf(hit.substance)}: ${TECHNIQUE_WORDS[hit.technique]}`).join('\n')}
      data-numbers={ending.map((index) => index + 1).join(',') || undefined}
    >
      {piece.text}
    </mark>
  );
}

function Legend({ hits, nameOf }: { hits: readonly Hit[]; nameOf: NameOf }) {
  return (
    <ol className="legend">
      {hits.map((hit) => (
        <li key={`${hit.start}-${hit.end}-${hit.substance}-${hit.term}`}>
          <bdi className="legend-text">{showInvisible(hit.text)}</bdi>
          {hit.text.toLowerCase() !== hit.term.toLowerCase() && (
            <>
              <span className="dim"> read as </span>
              <span className="legend-text">{hit.term}</span>
            </>
          )}
          <span className="dim"> · {TECHNIQUE_WORDS[hit.technique]} · </span>
          {nameOf(hit.substance)}
        </li>
      ))}
    </ol>
  );
}
