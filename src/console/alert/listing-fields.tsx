/** Every field that was read from the listing and the reader it came from; contacts are masked until revealed. */
import type { Listing } from '../../model/listing.ts';
import { Moment } from '../age.tsx';
import { readerWords } from '../words.ts';
import { listingRows } from './listing-rows.ts';
import { OrderButton } from './more-orders.tsx';

type Props = {
  readonly listing: Listing;
  readonly revealedUntil: string | null;
  /** Null when this person may not, or there is nothing to reveal. */
  readonly onReveal: (() => void) | null;
};

export function ListingFields({ listing, revealedUntil, onReveal }: Props) {
  const rows = listingRows(listing);
  return (
    <section className="card" aria-labelledby="fields-title">
      <div className="section-head">
        <h2 className="section-title" id="fields-title">
          Fields of the listing
        </h2>
        {onReveal !== null && <OrderButton action="reveal" says="Reveal contacts" onOrder={onReveal} />}
        {revealedUntil !== null && (
          <p className="small late">
            Contacts are shown to you until <Moment at={revealedUntil} />
          </p>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="dim">Nothing was read but its texts above.</p>
      ) : (
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
                  {reader === null ? '—' : readerWords(reader)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
