/** What is offered, by whom, where and for how much; and the way to the list and the neighbours. */
import { ActionIcon, Button } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { Link } from 'react-router';
import type { AlertDetail } from '../../model/api.ts';
import type { Listing } from '../../model/listing.ts';
import { Age, Moment } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { DoneNote } from '../done-note.tsx';
import { withQuery } from '../fetch-api.ts';
import { BackIcon, ForwardIcon } from '../icons.tsx';
import { SeverityBadge, StateBadge } from '../severity-badge.tsx';
import { useMay } from '../signed-in.ts';
import { useNow } from '../use-now.ts';
import { count } from '../words.ts';
import type { Holding } from './use-claim.ts';
import type { Walk } from './use-walk.ts';

type Props = {
  readonly alert: AlertDetail;
  readonly walk: Walk;
  readonly holding: Holding;
  readonly headingRef: Ref<HTMLHeadingElement>;
  readonly onExport: () => void;
};

export function AlertHeader({ alert, walk, holding, headingRef, onExport }: Props) {
  const now = useNow();
  const mayExport = useMay('exports:make');
  const leads = useMay('alerts:lead');
  const sellerIsSite = alert.seller === alert.site.name;
  return (
    <header>
      <WalkBar alert={alert} walk={walk} />
      <h1 className="alert-title" tabIndex={-1} ref={headingRef} dir="auto" title={alert.title ?? undefined}>
        {alert.title ?? 'Without a title'}
      </h1>
      <ul className="facts">
        <li>
          <SeverityBadge severity={alert.severity} />{' '}
          <StateBadge state={alert.state} outcome={alert.outcome} />
          {alert.practice && <span className="badge practice-badge">Practice</span>}
          <Holder holding={holding} />
        </li>
        <li>
          <span className="dim">Substance</span> {alert.substances.map(({ name }) => name).join(', ') || '—'}
        </li>
        <li>
          <span className="dim">Price</span> <OneLine text={priceText(alert.listing)} />
        </li>
        <li>
          <span className="dim">{sellerIsSite ? 'Seller and site' : 'Seller'}</span>{' '}
          <OneLine text={alert.seller ?? alert.listing.seller?.name ?? 'unknown'} />
          {alert.listing.seller?.country && `, ${alert.listing.seller.country}`}
        </li>
        {!sellerIsSite && (
          <li>
            <span className="dim">Site</span> <bdi>{alert.site.name}</bdi>
          </li>
        )}
        <li>
          <span className="dim">Seen</span> {count(alert.sightings, 'time')}
        </li>
        {alert.state !== 'decided' && (
          <li className={Date.parse(alert.dueAt) < now.getTime() ? 'late' : undefined}>
            <span className="dim">Due</span> <Age at={alert.dueAt} now={now} ago />
          </li>
        )}
        <li>
          <span className="dim">Opened</span> <Age at={alert.openedAt} now={now} ago />
          {alert.revisedAt !== alert.openedAt && (
            <>
              {', '}
              <span className="dim">revised</span> <Age at={alert.revisedAt} now={now} ago />
            </>
          )}
        </li>
      </ul>
      <div className="head-end">
        <CopyableText label="Address of the listing" text={alert.listing.url} />
        {mayExport && (
          <Button size="compact-xs" variant="subtle" onClick={onExport}>
            Export…
          </Button>
        )}
        {leads && <Link to={hidingPath(alert)}>Hide this kind…</Link>}
      </div>
      <Standing alert={alert} />
    </header>
  );
}

/** A seller can write any length there; all of it stands with the fields. */
function OneLine({ text }: { text: string }) {
  return (
    <bdi className="one-line" title={text}>
      {text}
    </bdi>
  );
}

/** Where the claim stands below the texts, as on a phone: whose it is, at the top. */
function Holder({ holding: { state, claim, pending } }: { holding: Holding }) {
  switch (state) {
    case 'mine':
      return <span className="badge head-holder claim-mine">Held by you</span>;
    case 'other':
      return (
        <span className="badge head-holder claim-other">
          Held by <bdi>{claim?.by}</bdi>
        </span>
      );
    case 'free':
      return <span className="badge head-holder">{pending ? 'Claiming …' : 'Held by nobody'}</span>;
    case 'closed':
      return null;
  }
}

/** What a colleague should know of it at once. */
function Standing({ alert: { metBy, quality, standsFor } }: { alert: AlertDetail }) {
  return (
    <>
      {standsFor !== null && (
        <p className="changed-note">
          One run found too many new offers at once: this alert stands for {count(standsFor, 'offer')}.
        </p>
      )}
      {metBy.map((each) => (
        <p key={each.id} className="dim small">
          Hidden by {each.by} until <Moment at={each.expiresAt} />: {each.reason}
        </p>
      ))}
      {quality?.gold && <p className="dim small">A gold item: its right answer is known.</p>}
      {quality && quality.secondLook !== null && (
        <p className="dim small">Second look: {quality.secondLook}</p>
      )}
    </>
  );
}

function WalkBar({ alert, walk }: { alert: AlertDetail; walk: Walk }) {
  const place =
    walk.position === null || walk.total === null
      ? ''
      : `${inEnglish(walk.position)} of ${inEnglish(walk.total)}`;
  return (
    <nav className="walk" aria-label="Alerts">
      <Link to={walk.listPath} state={{ from: alert.id }}>
        ← Alerts
      </Link>
      <span className="dim">Alert {alert.id}</span>
      <DoneNote />
      <span className="walk-place dim numeric">{place}</span>
      <div className="walk-steps">
        <Step label="Previous alert" onGo={walk.toPrevious}>
          <BackIcon />
        </Step>
        <Step label="Next alert" onGo={walk.toNext}>
          <ForwardIcon />
        </Step>
      </div>
    </nav>
  );
}

const inEnglish = (n: number) => n.toLocaleString('en');

function Step({ label, onGo, children }: { label: string; onGo: (() => void) | null; children: ReactNode }) {
  return (
    <ActionIcon
      variant="default"
      aria-label={label}
      title={label}
      disabled={onGo === null}
      onClick={() => onGo?.()}
    >
      {children}
    </ActionIcon>
  );
}

/** To the form that hides alerts, filled with what this one is. A term hides only what nothing else was found in: of several, none would hide it. */
function hidingPath({ site, sellerId, texts }: AlertDetail): string {
  const found = texts.flatMap(({ hits }) => hits.map(({ term }) => term));
  const [term] = found;
  const only = found.every((each) => each.toLowerCase() === term?.toLowerCase());
  return withQuery('/hidden', { term: only ? term : null, site: site.id, seller: sellerId });
}

/** Signs that name one currency alone: a bare "$" or "¥" may be another's, and is shown as it stands. */
const PLAIN_SIGNS: ReadonlySet<string> = new Set([
  'US$',
  'A$',
  'C$',
  'HK$',
  'R$',
  '€',
  '£',
  '₹',
  '₽',
  '₴',
  '₺',
  '₩',
]);

function priceText({ price }: Listing): string {
  if (price === null) return 'not stated';
  const { amount, currency, unit, raw } = price;
  if (amount === null) return raw;
  const read = `${currency ?? ''} ${amount}${unit === null ? '' : ` / ${unit}`}`.trim();
  // What the page says is shown beside it only where it says more than that.
  const rest = [amount, currency, unit, '/'].reduce<string>(
    (text, part) => (part === null ? text : text.replace(part, '')),
    raw,
  );
  return rest.trim() === '' || PLAIN_SIGNS.has(rest.trim()) ? read : `${read} (“${raw.trim()}”)`;
}
