/** The screened texts with their hits marked and numbered, and a legend that says how each was found. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MarkedText } from '../../model/api.ts';
import type { Hit } from '../../model/assessment.ts';
import { FIELD_WORDS, isDisguise, TECHNIQUE_WORDS } from '../words.ts';
import { foldSegments, markedSegments, type Piece, showInvisible } from './marked-segments.ts';

/** UTF-16 units kept on each side of a hit in a long text; about three lines. */
const AROUND = 300;

type NameOf = (substance: string) => string;

export function MarkedTexts({ texts, nameOf }: { texts: readonly MarkedText[]; nameOf: NameOf }) {
  const filled = texts.filter(({ text }) => text.trim() !== '');
  return (
    <section className="card" aria-labelledby="texts-title">
      <div className="section-head">
        <h2 className="section-title" id="texts-title">
          What it says
        </h2>
        <p className="mark-key dim">
          <mark className="mark">as listed</mark> <mark className="mark disguise">in disguise</mark>
        </p>
      </div>
      {filled.map((each) => (
        <OneText key={each.field} marked={each} nameOf={nameOf} />
      ))}
      {filled.length === 0 && <p className="dim">The listing has no text.</p>}
    </section>
  );
}

function OneText({ marked, nameOf }: { marked: MarkedText; nameOf: NameOf }) {
  const [whole, setWhole] = useState(false);
  const { field, text, hits } = marked;
  const segments = markedSegments(text, hits);
  const folded = foldSegments(segments, AROUND);
  const foldable = folded.some((piece) => 'hidden' in piece);
  return (
    <div className="text-block">
      <h3 className="text-field">{FIELD_WORDS[field]}</h3>
      <div>
        <p className={`screened screened-${field}`} dir="auto">
          {(whole ? segments : folded).map((piece) => (
            <TextPiece key={piece.start} piece={piece} hits={hits} nameOf={nameOf} />
          ))}
        </p>
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

type PieceProps = { readonly piece: Piece; readonly hits: readonly Hit[]; readonly nameOf: NameOf };

function TextPiece({ piece, hits, nameOf }: PieceProps) {
  if ('hidden' in piece)
    return <span className="hidden-text"> … {piece.hidden.toLocaleString('en')} characters … </span>;
  const own = piece.hits.flatMap((index) => hits[index] ?? []);
  if (own.length === 0) return piece.text;
  // The number stands in an attribute, drawn by the style sheet: copied text stays as the seller wrote it.
  const ending = piece.hits.filter((index) => hits[index]?.end === piece.start + piece.text.length);
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
