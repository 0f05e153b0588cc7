/** Where and when the same offer was seen, what became of each listing, and why it belongs here. */

import type { Sighting } from '../../model/offer-api.ts';
import { Moment, Span } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { nameOfLanguage } from '../name-of-language.ts';
import { count } from '../words.ts';
import { ChangesList } from './changes-list.tsx';
import { Badge } from './evidence-badge.tsx';
import { ByExport, OmittedNote, type OnExport } from './omitted-note.tsx';
import { PartForm, useParting } from './part-form.tsx';

type Props = {
  readonly offer: number;
  readonly alert: number;
  readonly sightings: readonly Sighting[];
  readonly mayPart: boolean;
  readonly more: number;
  readonly onExport: OnExport;
};

export function SightingsTable({ offer, alert, sightings, mayPart, more, onExport }: Props) {
  const parting = useParting(offer, alert);
  const listings = inOneLanguage(sightings);
  const several = mayPart && listings.length > 1;
  return (
    <section className="card" aria-labelledby="sightings-title">
      <h2 className="section-title" id="sightings-title">
        Sightings of the offer
      </h2>
      <ul className="sightings">
        {listings.map(({ sighting, others }) => (
          <li key={sighting.listing}>
            {several && (
              <input
                type="checkbox"
                aria-label={`Take out: ${sighting.title ?? sighting.url}`}
                checked={parting.listings.includes(sighting.listing)}
                onChange={() => parting.toggle(sighting.listing)}
              />
            )}
            <div className="sighting">
              <OneSighting sighting={sighting} onExport={onExport} />
              {others.length > 0 && <OtherLanguages sightings={others} onExport={onExport} />}
            </div>
          </li>
        ))}
      </ul>
      <OmittedNote more={more} one="listing, seen less lately" many="listings, seen less lately">
        <ByExport onExport={onExport} />
      </OmittedNote>
      {mayPart && <PartForm parting={parting} all={listings.length} />}
    </section>
  );
}

function OneSighting({ sighting, onExport }: { sighting: Sighting; onExport: OnExport }) {
  const { placement, history, earlier } = sighting;
  return (
    <>
      <div className="section-head">
        <strong dir="auto">{sighting.title ?? 'Without a title'}</strong>
        <span className="dim small nowrap">
          <Span from={sighting.firstSeenAt} to={sighting.lastSeenAt} />
        </span>
      </div>
      <p className="small">
        {sighting.state === 'gone' && <span className="badge unverified">Gone</span>}{' '}
        <bdi>{sighting.site.name}</bdi>
        {sighting.language !== null && <span className="dim"> · {nameOfLanguage(sighting.language)}</span>}
        {sighting.price !== null && (
          <span className="dim">
            {' '}
            · <bdi>{sighting.price.raw}</bdi>
          </span>
        )}
      </p>
      <CopyableText label="Address of this sighting" text={sighting.url} />
      {placement !== null && (
        <details>
          <summary>
            Why it belongs here: {placement.rule}, <Moment at={placement.at} />
          </summary>
          <ul className="evidence">
            {placement.evidence.map(({ sign, weight, detail }) => (
              <li key={`${sign}-${detail}`}>
                <Badge weight={weight} /> {sign} <bdi className="dim">{detail}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      {history.length > 0 && (
        <details open={history.length < 4}>
          <summary>{count(history.length + earlier, 'change')} since it was first seen</summary>
          <ol className="versions">
            {history.map((version) => (
              <li key={`${version.version}-${version.at}`}>
                <span className="dim small">
                  <Moment at={version.at} />
                  {version.change !== 'changed' && ` · ${version.change}`}
                </span>
                <ChangesList changes={version.changes} />
              </li>
            ))}
          </ol>
          <OmittedNote more={earlier} one="earlier change">
            <ByExport onExport={onExport} />
          </OmittedNote>
        </details>
      )}
    </>
  );
}

type Told = { readonly sighting: Sighting; readonly others: readonly Sighting[] };

/** Each listing once, in the language in which it was seen first, with what it is in others. */
function inOneLanguage(sightings: readonly Sighting[]): Told[] {
  const shown = new Set(sightings.map(({ listing }) => listing));
  const firsts = sightings.filter(({ variantOf }) => variantOf === null || !shown.has(variantOf));
  return firsts.map((sighting) => ({
    sighting,
    others: sightings.filter(({ variantOf }) => variantOf === sighting.listing),
  }));
}

type OthersProps = { readonly sightings: readonly Sighting[]; readonly onExport: OnExport };

function OtherLanguages({ sightings, onExport }: OthersProps) {
  return (
    <details>
      <summary>The same listing in {count(sightings.length, 'other language')}</summary>
      <ul className="sightings">
        {sightings.map((sighting) => (
          <li key={sighting.listing}>
            <div className="sighting">
              <OneSighting sighting={sighting} onExport={onExport} />
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
