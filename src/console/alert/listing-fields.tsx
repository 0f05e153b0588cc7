/** Every field that was read from the listing and the reader it came from; contacts arrive masked. */
import type { Listing } from '../../model/listing.ts';
import { Moment } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { READER_WORDS } from '../words.ts';
import { listingRows } from './listing-rows.ts';

type Props = {
  readonly listing: Listing;
  readonly capturedAt: string | null;
  readonly capture: string | null;
};

export function ListingFields({ listing, capturedAt, capture }: Props) {
  const rows = listingRows(listing);
  return (
    <section className="card" aria-labelledby="fields-title">
      <h2 className="section-title" id="fields-title">
        Fields of the listing
      </h2>
      {rows.length > 0 && (
        <table className="plain-table fields-table">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Value</th>
              <th scope="col">Read from</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, value, reader }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a listing may repeat a field with the same value, and rows never move
              <tr key={index}>
                <th scope="row" dir="auto">
                  {name}
                </th>
                <td dir="auto">{value}</td>
                <td className="dim" data-label="Read from">
                  {reader === null ? '—' : READER_WORDS[reader]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {capture !== null && (
        <div className="capture">
          <p className="dim">
            Stored page
            {capturedAt !== null && ', fetched '}
            {capturedAt !== null && <Moment at={capturedAt} />}, SHA-256
          </p>
          <CopyableText label="SHA-256 of the stored page" text={capture} />
        </div>
      )}
    </section>
  );
}
