/** Lays out one alert: the evidence on the left, the claim, the decision and its grounds on the right. */
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { AlertDetail } from '../../model/api.ts';
import { ExportDialog } from '../export-dialog.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay, useSignedIn } from '../signed-in.ts';
import { AlertHeader } from './alert-header.tsx';
import { type Allowed, allowed } from './allowed.ts';
import { ClaimBar } from './claim-bar.tsx';
import { DecidePanel } from './decide-panel.tsx';
import { DecidedPanel } from './decided-panel.tsx';
import { DecisionHistory } from './decision-history.tsx';
import { EvidenceParts } from './evidence-parts.tsx';
import { KeptNote } from './kept-note.tsx';
import { MarkedTexts } from './marked-texts.tsx';
import { MoreOrders } from './more-orders.tsx';
import { RescreenedCard } from './rescreened-card.tsx';
import { SideForm } from './side-form.tsx';
import { useAlertKeys } from './use-alert-keys.ts';
import type { Holding } from './use-claim.ts';
import { type Desk, useDesk } from './use-desk.ts';
import { usePanels } from './use-panels.ts';
import type { Walk } from './use-walk.ts';
import { WhyMatched } from './why-matched.tsx';

type Props = {
  readonly alert: AlertDetail;
  readonly walk: Walk;
  readonly holding: Holding;
  /** It became another revision while it was open. */
  readonly changed: boolean;
  readonly onReload: () => void;
};

export function AlertScreen({ alert, walk, holding, changed, onReload }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const desk = useDesk(alert, walk, holding);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  const personal = alert.listing.contacts.length > 0 || alert.screenshot !== null;
  const masked = personal && alert.revealedUntil === null;
  const standing = { state: alert.state, holder: holding.state, masked, sealed: alert.sealed };
  const can = allowed(standing, useSignedIn().permissions);
  const panels = usePanels();
  const mayExport = useMay('exports:make');
  const parts = { capture: alert.capture !== null, why: alert.outcome === 'dismissed' };
  useAlertKeys({ walk, holding, desk, can, panels, parts });
  const names = new Map(alert.substances.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  return (
    <article className="alert-page">
      <title>{`${alert.title ?? 'Alert'} · Precursor Watch`}</title>
      <div className="alert-head">
        <AlertHeader
          alert={alert}
          walk={walk}
          holding={holding}
          headingRef={heading}
          onExport={() => panels.showExport(true)}
        />
        {changed && (
          <p className="changed-note" role="status">
            A crawl found something new while you had this open: it is now at revision {alert.revision}. What
            you had chosen was dropped; look again.
          </p>
        )}
      </div>
      <div className="alert-texts">
        <MarkedTexts texts={alert.texts} nameOf={nameOf} />
      </div>
      <aside className="alert-side" aria-label="Decision and grounds">
        {alert.sealed ? <SealedNote /> : <ClaimBar holding={holding} onSide={desk.side.open} />}
        <Orders alert={alert} can={can} desk={desk} onReload={onReload} />
        <RescreenedCard
          alert={alert}
          nameOf={nameOf}
          onExport={mayExport ? () => panels.showExport(true) : null}
        />
        <WhyMatched
          score={alert.score}
          severity={alert.severity}
          reasons={alert.reasons}
          watchlist={alert.watchlist}
        />
        <DecisionHistory decisions={alert.decisions} />
      </aside>
      <EvidenceParts
        alert={alert}
        can={can}
        panels={panels}
        nameOf={nameOf}
        onReveal={() => desk.side.open('reveal')}
      />
      {panels.exporting && (
        <ExportDialog
          target={{ alerts: [alert.id] }}
          alerts={1}
          first="pdf"
          onClose={() => panels.showExport(false)}
        />
      )}
    </article>
  );
}

/** How it was decided is not shown to whoever is asked what they would have decided. */
function SealedNote() {
  return (
    <p className="card sealed-note" role="status">
      You were asked for a second look at this alert. How it was decided is shown once you have{' '}
      <Link to="/second-looks">answered it</Link>.
    </p>
  );
}

type OrdersProps = Pick<Props, 'alert' | 'onReload'> & {
  readonly desk: Desk;
  readonly can: ReadonlySet<Allowed>;
};

function Orders({ alert, can, desk, onReload }: OrdersProps) {
  const { side } = desk;
  const { permissions, role } = useSignedIn();
  const readsOnly = !permissions.includes('alerts:decide');
  if (side.draft !== null)
    return (
      <SideForm
        draft={side.draft}
        choices={side.choices}
        onDraft={side.set}
        submit={side.submit}
        pending={side.pending}
        error={side.error}
        noteRef={desk.noteRef}
      />
    );
  return (
    <>
      {alert.state === 'decided' && <DecidedPanel alert={alert} />}
      {readsOnly && (
        <p className="card dim">Your account can read this alert, not decide on it: its role is {role}.</p>
      )}
      {alert.state === 'escalated' && !readsOnly && !can.has('decide') && (
        <p className="card dim">This alert was escalated: a lead decides it.</p>
      )}
      {can.has('decide') ? <DecidePanel desk={desk} onReload={onReload} /> : <KeptNote draft={desk.draft} />}
      {side.error !== null && <ProblemNote error={side.error} />}
      <MoreOrders alert={alert} can={can} onSide={side.open} onWake={side.wake} />
    </>
  );
}
