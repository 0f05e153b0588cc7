/** Where and when the same offer was seen. */
import type { AlertDetail } from '../../model/api.ts';
import { Moment } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';

export function SightingsTable({ sightings }: { sightings: AlertDetail['sightingList'] }) {
  return (
    <section className="card" aria-labelledby="sightings-title">
      <h2 className="section-title" id="sightings-title">
        Sightings
      </h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Listing</th>
            <th scope="col">First seen</th>
            <th scope="col">Last seen</th>
          </tr>
        </thead>
        <tbody>
          {sightings.map((sighting) => (
            <tr key={sighting.url}>
              <td>
                <div dir="auto">{sighting.title ?? 'Without a title'}</div>
                <CopyableText label="Address of this sighting" text={sighting.url} />
              </td>
              <td className="nowrap" data-label="First seen">
                <Moment at={sighting.firstSeenAt} />
              </td>
              <td className="nowrap" data-label="Last seen">
                <Moment at={sighting.lastSeenAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
