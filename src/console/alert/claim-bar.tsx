/** Who holds the alert and until when, with what can be done about it. */
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Moment } from '../age.tsx';
import { KeyHint, useKeyOf } from '../keyboard/keyboard.tsx';
import type { KeyAction } from '../keyboard/keys.ts';
import { ProblemNote } from '../problem-note.tsx';
import type { SideKind } from './side-order.ts';
import type { Holding } from './use-claim.ts';

type Props = { readonly holding: Holding; readonly onSide: (kind: SideKind) => void };

export function ClaimBar({ holding, onSide }: Props) {
  const { state, claim, note, deadline, pending } = holding;
  if (state === 'closed') return null;
  return (
    <section className={`claim-bar claim-${state}`} aria-label="Claim">
      {/* Buttons that are there for a moment only would be pressed by mistake. */}
      {state === 'free' && pending && <p role="status">Claiming it for you …</p>}
      {state === 'free' && !pending && (
        <>
          <p>Nobody holds it.</p>
          <Act action="claim" says="Claim" onAct={() => holding.order({ kind: 'claim' })} />
        </>
      )}
      {state === 'mine' && claim !== null && (
        <>
          <p>
            <strong>Yours</strong>
            {claim.kind === 'held' ? (
              <>
                , held until <Moment at={claim.expiresAt} />
              </>
            ) : (
              deadline !== null && <Countdown deadline={deadline} />
            )}
          </p>
          {note !== null && <ClaimWords note={note} />}
          <Act action="hold" says="Hold" onAct={() => onSide('hold')} />
          <Act action="handOver" says="Hand over" onAct={() => onSide('hand-over')} />
          <Act action="claim" says="Release" onAct={holding.release} />
        </>
      )}
      {state === 'other' && claim !== null && (
        <>
          <p role="status">
            <strong>{claim.by}</strong> {claim.kind === 'open' ? 'has it open' : 'holds it'} until{' '}
            <Moment at={claim.expiresAt} />.
          </p>
          {note !== null && <ClaimWords note={note} />}
          <Act action="takeOver" says="Take over" onAct={() => onSide('take-over')} />
        </>
      )}
      {holding.error !== null && <ProblemNote error={holding.error} />}
    </section>
  );
}

function ClaimWords({ note }: { note: string }) {
  return (
    <p className="claim-note" dir="auto">
      {note}
    </p>
  );
}

function Act({ action, says, onAct }: { action: KeyAction; says: string; onAct: () => void }) {
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      rightSection={<KeyHint action={action} />}
      aria-keyshortcuts={useKeyOf(action)}
      onClick={onAct}
    >
      {says}
    </Button>
  );
}

/** As long as its tab is open a claim never has so little left: what ticks all day would only draw the eye. */
const TICKS_BELOW_S = 120;

/** Beats twice a second only in this line, so that the rest of the screen rests. */
function Countdown({ deadline }: { deadline: number }) {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((deadline - now) / 1000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const left = seconds < TICKS_BELOW_S ? clock : `${Math.ceil(seconds / 60)} min`;
  return (
    <span className="numeric" title="It is prolonged while this tab is open">
      {' '}
      for <time>{left}</time>
    </span>
  );
}
