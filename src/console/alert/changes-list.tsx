/** Changes of a listing as differences that a person can read. */
import type { ListingChange } from '../../model/offer.ts';
import { diffWords } from './text-diff.ts';

export function ChangesList({ changes }: { changes: readonly ListingChange[] }) {
  return (
    <dl className="changes">
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt className="dim">{field}</dt>
          <dd dir="auto">
            {diffWords(before ?? '', after ?? '').map(({ kind, text }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
              <Piece key={index} kind={kind} text={text} />
            ))}
            {before === null && <span className="dim"> (was not there)</span>}
            {after === null && <span className="dim"> (is gone)</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Piece({ kind, text }: { kind: 'same' | 'removed' | 'added'; text: string }) {
  if (kind === 'removed') return <del>{text}</del>;
  return kind === 'added' ? <ins>{text}</ins> : text;
}
