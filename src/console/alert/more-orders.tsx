/** The orders beside deciding as one line of buttons, each with its key. */
import { Button } from '@mantine/core';
import type { AlertDetail } from '../../model/api.ts';
import { Moment } from '../age.tsx';
import { KeyHint, useKeyOf } from '../keyboard/keyboard.tsx';
import type { KeyAction } from '../keyboard/keys.ts';
import type { Allowed } from './allowed.ts';
import type { SideKind } from './side-order.ts';

type Props = {
  readonly alert: AlertDetail;
  readonly can: ReadonlySet<Allowed>;
  readonly onSide: (kind: SideKind) => void;
  readonly onWake: () => void;
};

type Row = { readonly order: SideKind & Allowed; readonly action: KeyAction; readonly says: string };

const ROWS: readonly Row[] = [
  { order: 'escalate', action: 'escalate', says: 'Escalate' },
  { order: 'return', action: 'escalate', says: 'Return to the analysts' },
  { order: 'snooze', action: 'snooze', says: 'Snooze' },
  { order: 'reopen', action: 'reopen', says: 'Open again' },
];

export function MoreOrders({ alert, can, onSide, onWake }: Props) {
  return (
    <div className="more-orders">
      {alert.snoozedUntil !== null && (
        <p className="dim small">
          Snoozed until <Moment at={alert.snoozedUntil} />
        </p>
      )}
      {ROWS.filter(({ order }) => can.has(order)).map(({ order, action, says }) => (
        <OrderButton key={order} action={action} says={says} onOrder={() => onSide(order)} />
      ))}
      {can.has('wake') && <OrderButton action="snooze" says="Wake" onOrder={onWake} />}
    </div>
  );
}

type OrderProps = { readonly action: KeyAction; readonly says: string; readonly onOrder: () => void };

export function OrderButton({ action, says, onOrder }: OrderProps) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      rightSection={<KeyHint action={action} />}
      aria-keyshortcuts={useKeyOf(action)}
      onClick={onOrder}
    >
      {says}
    </Button>
  );
}
