/** What screening again changed: finds with when they were on sale, and hits that the list of today no longer gives. */
import type { AlertDetail } from '../../model/api.ts';
import type { FormerHit } from '../../model/rescreen.ts';
import { Moment } from '../age.tsx';
import { ON_SALE_WORDS } from '../words.ts';
import { ByExport, OmittedNote, type OnExport } from './omitted-note.tsx';

type Props = {
  readonly alert: Pick<AlertDetail, 'formerHits' | 'foundAgain' | 'omitted'>;
  readonly onExport: OnExport;
  readonly nameOf: (substance: string) => string;
};

export function RescreenedCard({ alert: { formerHits, foundAgain, omitted }, onExport, nameOf }: Props) {
  if (formerHits.length === 0 && foundAgain.length === 0) return null;
  return (
    <section className="card" aria-labelledby="rescreened-title">
      <h2 className="section-title" id="rescreened-title">
        What another list changed
      </h2>
      <ul className="versions">
        {foundAgain.map(({ listing, substances, onSale, at }) => (
          <li key={`${listing} ${at}`}>
            <strong>Found when it was screened again</strong>: {substances.map(nameOf).join(', ')}
            {onSale !== null && `, ${ON_SALE_WORDS[onSale]}`}
            <span className="dim small">
              {' '}
              <Moment at={at} />
            </span>
          </li>
        ))}
        {formerHits.map((hit) => (
          <FormerHitLine
            key={`${hit.listing} ${hit.substance} ${hit.term} ${hit.field}`}
            hit={hit}
            nameOf={nameOf}
          />
        ))}
      </ul>
      <OmittedNote more={omitted.formerHits + omitted.foundAgain} one="earlier one" many="earlier ones">
        <ByExport onExport={onExport} />
      </OmittedNote>
    </section>
  );
}

function FormerHitLine({ hit, nameOf }: { hit: FormerHit; nameOf: Props['nameOf'] }) {
  return (
    <li>
      <strong>No longer a hit</strong>: <del>{hit.text}</del> ({nameOf(hit.substance)})
      <span className="dim small">
        {' '}
        given by list <code>{hit.watchlist}</code>, dropped <Moment at={hit.droppedAt} />
      </span>
    </li>
  );
}
