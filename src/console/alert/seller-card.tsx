/** What else the seller offers, who may be the same seller, and where the same picture stands. */
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { AlertDetail } from '../../model/api.ts';
import type { SellerVerdict } from '../../model/offer.ts';
import {
  OFFER_PATHS,
  type SamePicture,
  type SellerLinkRow,
  type SellerOffer,
} from '../../model/offer-api.ts';
import { command, pathOf } from '../fetch-api.ts';
import { ProblemNote } from '../problem-note.tsx';
import { SeverityBadge, StateBadge } from '../severity-badge.tsx';
import { useMay } from '../signed-in.ts';
import { count } from '../words.ts';
import { alertOptions } from './alert-queries.ts';
import { ByExport, OmittedNote, type OnExport } from './omitted-note.tsx';

export function SellerCard({ alert, onExport }: { alert: AlertDetail; onExport: OnExport }) {
  const { sellerOffers, sellerLinks, samePictures, sellerId, omitted } = alert;
  if (sellerOffers.length + sellerLinks.length + samePictures.length === 0) return null;
  return (
    <section className="card" aria-labelledby="seller-title">
      <div className="section-head">
        <h2 className="section-title" id="seller-title">
          The seller
        </h2>
        {sellerId !== null && <Link to={`/?state=all&seller=${sellerId}`}>All alerts of this seller</Link>}
      </div>
      {(alert.seller ?? alert.listing.seller?.name ?? null) === null && sellerId !== null && (
        <p className="dim small">
          No name is given: these are taken for one seller by the contacts or the address that they give.
        </p>
      )}
      {sellerOffers.length > 0 && <Offers offers={sellerOffers} />}
      <OmittedNote more={omitted.sellerOffers} one="offer">
        those that alert are in <Link to={`/?state=all&seller=${sellerId}`}>the list of this seller</Link>.
      </OmittedNote>
      {sellerLinks.length > 0 && sellerId !== null && (
        <Links alert={alert.id} seller={sellerId} links={sellerLinks} />
      )}
      <OmittedNote more={omitted.sellerLinks} one="seller, less alike" many="sellers, less alike">
        <ByExport onExport={onExport} />
      </OmittedNote>
      {samePictures.length > 0 && <Pictures pictures={samePictures} />}
      <OmittedNote more={omitted.samePictures} one="listing">
        <ByExport onExport={onExport} />
      </OmittedNote>
    </section>
  );
}

function Offers({ offers }: { offers: readonly SellerOffer[] }) {
  return (
    <>
      <h3 className="text-field">Other offers</h3>
      <ul className="plain-list">
        {offers.map((each) => (
          <li key={each.offer}>
            {each.alert !== null && (
              <>
                <SeverityBadge severity={each.alert.severity} />{' '}
                <StateBadge state={each.alert.state} outcome={each.alert.outcome} />{' '}
              </>
            )}
            {each.alert === null ? (
              <bdi>{each.title ?? 'Without a title'}</bdi>
            ) : (
              <Link to={`/alerts/${each.alert.id}`} dir="auto">
                {each.title ?? 'Without a title'}
              </Link>
            )}
            <span className="dim">
              {' '}
              · <bdi>{each.seller.site.name}</bdi> ·{' '}
              {each.substances.map(({ name }) => name).join(', ') || 'no substance'}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

type LinksProps = {
  readonly alert: number;
  readonly seller: number;
  readonly links: readonly SellerLinkRow[];
};

function Links({ alert, seller, links }: LinksProps) {
  const client = useQueryClient();
  const [judging, setJudging] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const mayDecide = useMay('alerts:decide');
  const begin = (other: number) => {
    // What is written of one seller is not said of the next.
    setReason('');
    judge.reset();
    setJudging(other);
  };
  const judge = useMutation({
    mutationFn: (verdict: SellerVerdict | null) =>
      command({
        path: pathOf(OFFER_PATHS.sellerLinks, seller),
        body: { seller: judging, verdict, reason: reason.trim() },
      }),
    onSuccess: () => {
      setJudging(null);
      setReason('');
      void client.invalidateQueries({ queryKey: alertOptions(alert).queryKey });
    },
  });
  return (
    <>
      <h3 className="text-field">May be the same seller</h3>
      <ul className="plain-list">
        {links.map((link) => (
          <li key={link.seller.id}>
            <LinkWords link={link} />
            {mayDecide && judging !== link.seller.id && (
              <Button size="compact-xs" variant="subtle" onClick={() => begin(link.seller.id)}>
                Confirm or cut
              </Button>
            )}
            {judging === link.seller.id && (
              <div className="part-form">
                <TextInput
                  label="Why?"
                  size="xs"
                  maxLength={1000}
                  autoFocus
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
                {VERDICTS.map(({ verdict, says }) => (
                  <Button
                    key={says}
                    size="xs"
                    variant="default"
                    disabled={reason.trim().length < 3 || link.verdict === verdict}
                    loading={judge.isPending}
                    onClick={() => judge.mutate(verdict)}
                  >
                    {says}
                  </Button>
                ))}
                <Button size="xs" variant="subtle" color="gray" onClick={() => setJudging(null)}>
                  Cancel
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {judge.isError && <ProblemNote error={judge.error} />}
    </>
  );
}

const VERDICTS = [
  { verdict: 'confirmed', says: 'The same seller' },
  { verdict: 'cut', says: 'Somebody else' },
  { verdict: null, says: 'Let the evidence decide' },
] as const;

function LinkWords({ link }: { link: SellerLinkRow }) {
  const said = link.verdict === 'cut' ? 'cut' : link.verdict === 'confirmed' ? 'confirmed' : null;
  return (
    <>
      <Link to={`/?state=all&seller=${link.seller.id}`}>
        <bdi>{link.seller.name ?? 'Without a name'}</bdi>
      </Link>
      <span className="dim">
        {' '}
        · <bdi>{link.seller.site.name}</bdi> · {Math.round(link.strength * 100)} % ·{' '}
        {count(link.offers, 'offer')} ·{' '}
        {link.evidence.map(({ sign, detail }) => `${sign} ${detail}`).join(', ')}
      </span>{' '}
      {said !== null && (
        <span className="badge" title={link.verdictReason ?? undefined}>
          {said} by {link.verdictBy}
        </span>
      )}
    </>
  );
}

function Pictures({ pictures }: { pictures: readonly SamePicture[] }) {
  return (
    <>
      <h3 className="text-field">The same picture elsewhere</h3>
      <ul className="plain-list">
        {pictures.map((each) => (
          <li key={each.listing}>
            {each.alert === null ? (
              <bdi>{each.title ?? each.url}</bdi>
            ) : (
              <Link to={`/alerts/${each.alert}`} dir="auto">
                {each.title ?? each.url}
              </Link>
            )}
            <span className="dim">
              {' '}
              · <bdi>{each.site.name}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
