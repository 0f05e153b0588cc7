/** What somebody sees of an alert of which they have a second look to answer: everything but how it was decided. */
import type { AlertDetail } from '../model/api.ts';
import type { AuditQuery } from '../model/audit.ts';
import type { Removes } from '../model/exception-api.ts';
import type { SellerOffer } from '../model/offer-api.ts';

/** The refusal of whatever would tell or change it. */
export const SEALED = {
  kind: 'second-look',
  detail:
    'You have a second look at this alert to answer. Answer it first: until then its outcome is not shown to you.',
} as const;

/** As if nobody had decided it yet. */
export function blinded(detail: AlertDetail): AlertDetail {
  return {
    ...detail,
    sealed: true,
    state: 'open',
    outcome: null,
    snoozedUntil: null,
    suppressed: false,
    claim: null,
    revisions: detail.revisions.map((revision) => ({ ...revision, decided: null })),
    decisions: [],
    quality: null,
  };
}

export function sealOffers(offers: readonly SellerOffer[], sealed: readonly number[]): SellerOffer[] {
  return offers.map((offer) =>
    offer.alert !== null && sealed.includes(offer.alert.id)
      ? { ...offer, alert: { ...offer.alert, state: 'open', outcome: null } }
      : offer,
  );
}

export function sealRemoves(removes: Removes, sealed: readonly number[]): Removes {
  const shown = removes.confirmedAlerts.filter((id) => !sealed.includes(id));
  const hidden = removes.confirmedAlerts.length - shown.length;
  return { ...removes, confirmed: removes.confirmed - hidden, confirmedAlerts: shown };
}

/** What the audit log calls these alerts. */
export function subjectsOf(sealed: readonly number[]): NonNullable<AuditQuery['subject']>[] {
  return sealed.map((id) => `alert:${id}`);
}
