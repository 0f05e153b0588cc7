/** The keys of an alert: those of what is allowed now do something, all others stay the browser's. */
import type { KeyHandlers } from '../keyboard/keyboard.tsx';
import { useKeys } from '../keyboard/use-keys.ts';
import type { Allowed } from './allowed.ts';
import type { Holding } from './use-claim.ts';
import type { Desk } from './use-desk.ts';
import type { Panels } from './use-panels.ts';
import type { Walk } from './use-walk.ts';

type KeyParts = {
  readonly walk: Walk;
  readonly holding: Holding;
  readonly desk: Desk;
  readonly can: ReadonlySet<Allowed>;
  readonly panels: Panels;
  /** Which of the parts that keys open are there. */
  readonly parts: { readonly capture: boolean; readonly why: boolean };
};

export function useAlertKeys({ walk, holding, desk, can, panels, parts }: KeyParts): void {
  const { side } = desk;
  const when = (order: Allowed, handlers: KeyHandlers) => (can.has(order) ? handlers : {});
  const note = () => desk.noteRef.current?.focus();
  const choose = (digit: number) => {
    const choice = side.choices[digit - 1];
    if (side.draft !== null && choice) side.set({ ...side.draft, choice: choice.value });
  };
  useKeys('alert', {
    next: () => walk.toNext?.(),
    previous: () => walk.toPrevious?.(),
    ...when('decide', desk.keys),
    ...when('decide', { note }),
    ...(side.draft === null ? {} : { note, reason: choose, submit: side.submit }),
    ...when('escalate', { escalate: () => side.open('escalate') }),
    ...when('return', { escalate: () => side.open('return') }),
    ...when('snooze', { snooze: () => side.open('snooze') }),
    ...when('wake', { snooze: side.wake }),
    ...when('reopen', { reopen: () => side.open('reopen') }),
    ...when('claim', { claim: () => holding.order({ kind: 'claim' }) }),
    ...when('release', { claim: holding.release }),
    ...when('hold', { hold: () => side.open('hold') }),
    ...when('hand-over', { handOver: () => side.open('hand-over') }),
    ...when('take-over', { takeOver: () => side.open('take-over') }),
    ...when('reveal', { reveal: () => side.open('reveal') }),
    ...(parts.capture ? { capture: () => panels.showCapture(!panels.capture) } : {}),
    ...(parts.why ? { why: () => panels.showWhy(!panels.why) } : {}),
    back: () => (side.draft === null ? desk.dropDraft() : side.set(null)),
  });
}
