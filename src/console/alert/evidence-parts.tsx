/** What stands under the texts of an alert: law, fields, stored page, sightings, revisions, seller, and what was wrong. */
import type { AlertDetail } from '../../model/api.ts';
import { useMay } from '../signed-in.ts';
import type { Allowed } from './allowed.ts';
import { CapturedPage } from './captured-page.tsx';
import { LawTable } from './law-table.tsx';
import { ListingFields } from './listing-fields.tsx';
import { RevisionsCard } from './revisions-card.tsx';
import { SellerCard } from './seller-card.tsx';
import { SightingsTable } from './sightings-table.tsx';
import type { Panels } from './use-panels.ts';
import { WhyWrong } from './why-wrong.tsx';

type Props = {
  readonly alert: AlertDetail;
  readonly can: ReadonlySet<Allowed>;
  readonly panels: Panels;
  readonly nameOf: (substance: string) => string;
  readonly onReveal: () => void;
};

export function EvidenceParts({ alert, can, panels, nameOf, onReveal }: Props) {
  const mayDecide = useMay('alerts:decide');
  const onExport = useMay('exports:make') ? () => panels.showExport(true) : null;
  return (
    <div className="alert-rest">
      {mayDecide && alert.outcome === 'dismissed' && (
        <WhyWrong alert={alert.id} shown={panels.why} onShow={panels.showWhy} />
      )}
      {alert.capture !== null && (
        <CapturedPage
          alert={alert}
          capture={alert.capture}
          shown={panels.capture}
          onShow={panels.showCapture}
          onReveal={can.has('reveal') ? onReveal : null}
        />
      )}
      <LawTable rows={alert.law} nameOf={nameOf} />
      <ListingFields
        listing={alert.listing}
        revealedUntil={alert.revealedUntil}
        onReveal={can.has('reveal') ? onReveal : null}
      />
      <RevisionsCard revisions={alert.revisions} more={alert.omitted.revisions} onExport={onExport} />
      <SightingsTable
        offer={alert.offer}
        alert={alert.id}
        sightings={alert.sightingList}
        mayPart={mayDecide}
        more={alert.omitted.sightings}
        onExport={onExport}
      />
      <SellerCard alert={alert} onExport={onExport} />
    </div>
  );
}
