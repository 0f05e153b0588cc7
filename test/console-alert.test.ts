/** What the alert page offers by state, holder and role, and what its short forms become. */
import { describe, expect, test } from 'vitest';
import { allowed } from '../src/console/alert/allowed.ts';
import { decisionInForce } from '../src/console/alert/decision-in-force.ts';
import {
  type SideDraft,
  type SideKind,
  sideChoices,
  sideMissing,
  toAlertOrder,
  toClaimOrder,
} from '../src/console/alert/side-order.ts';
import { ALERT_STATES } from '../src/model/alert.ts';
import { type Decision, snoozeRequest } from '../src/model/api.ts';
import { handOverRequest, holdRequest, takeOverRequest } from '../src/model/claim-api.ts';
import { permissionsOf } from '../src/model/permissions.ts';
import { TRANSITIONS } from '../src/review/transitions.ts';

const free = { holder: 'free', masked: false, sealed: false } as const;

describe('allowed', () => {
  test('offers a lead what the transitions allow, state by state', () => {
    for (const state of ALERT_STATES) {
      const offered = allowed({ ...free, state }, permissionsOf('lead'));
      // To put off again what is put off: it is woken instead.
      const possible = Object.keys(TRANSITIONS[state]).filter(
        (action) => !(state === 'snoozed' && action === 'snooze'),
      );
      expect([...offered].filter((each) => each !== 'claim').sort()).toEqual(possible.sort());
    }
  });

  test('offers an analyst nothing on an escalated alert but its claim', () => {
    expect([...allowed({ ...free, state: 'escalated' }, permissionsOf('analyst'))]).toEqual(['claim']);
  });

  test('offers only to take over what another holds', () => {
    const offered = allowed(
      { state: 'open', holder: 'other', masked: false, sealed: false },
      permissionsOf('analyst'),
    );
    expect([...offered]).toEqual(['take-over']);
  });

  test('offers a viewer nothing, an auditor the contacts', () => {
    const masked = { ...free, state: 'open', masked: true, sealed: false } as const;
    expect([...allowed(masked, permissionsOf('viewer'))]).toEqual([]);
    expect([...allowed(masked, permissionsOf('auditor'))]).toEqual(['reveal']);
  });

  test('offers no order on an alert that one is to look at again unseen', () => {
    const sealed = { ...free, state: 'open', sealed: true } as const;
    expect([...allowed(sealed, permissionsOf('lead'))]).toEqual([]);
  });
});

describe('the decision in force', () => {
  const entry = (id: number, action: Decision['action'], undoes: number | null = null): Decision => ({
    ...{ id, action, undoes, outcome: action === 'decide' ? 'dismissed' : null, by: 'ann', at: '' },
    ...{ reason: null, policy: null, note: null, duplicateOf: null, revision: 1, watchlist: '', law: [] },
  });
  test.each<[string, Decision[], number | null]>([
    ['none of an empty record', [], null],
    ['the latest', [entry(1, 'decide'), entry(2, 'reopen'), entry(3, 'decide')], 3],
    [
      'the one before a reopening that was undone',
      [entry(1, 'decide'), entry(2, 'reopen'), entry(3, 'undo', 2)],
      1,
    ],
    ['not one that was undone itself', [entry(3, 'undo', 2), entry(2, 'decide'), entry(1, 'decide')], 1],
  ])('is %s', (_, decisions, id) => {
    expect(decisionInForce(decisions)?.id ?? null).toBe(id);
  });
});

describe('a short form', () => {
  const now = new Date('2026-03-01T10:00:00Z');
  const draft = (kind: SideKind, parts: Partial<SideDraft> = {}): SideDraft => ({
    kind,
    choice: null,
    note: '',
    ...parts,
  });

  test.each<[SideKind, Partial<SideDraft>, 'choice' | 'note' | null]>([
    ['escalate', {}, 'note'],
    ['escalate', { note: ' ' }, 'note'],
    ['escalate', { note: 'look' }, null],
    ['return', {}, null],
    ['snooze', {}, 'choice'],
    ['hold', { choice: '2' }, null],
    ['hand-over', { note: 'please' }, 'choice'],
    ['take-over', {}, 'note'],
    ['reveal', {}, 'note'],
  ])('%s with %j misses %s', (kind, parts, missing) => {
    expect(sideMissing(draft(kind, parts))).toBe(missing);
  });

  test('every choice of snoozing lies ahead and is one that the server takes', () => {
    for (const { value } of sideChoices('snooze', now, [])) {
      const order = toAlertOrder(draft('snooze', { choice: value }));
      const { until } = snoozeRequest.parse({ ...order?.body, revision: 1 });
      expect(Date.parse(until)).toBeGreaterThan(now.getTime());
    }
  });

  test('orders on the claim are ones that the server takes', () => {
    const { kind: _, ...hold } = toClaimOrder(draft('hold', { choice: '72' })) ?? { kind: null };
    expect(holdRequest.parse(hold)).toEqual({ hours: 72, note: null });
    const { kind: __, ...handOver } = toClaimOrder(draft('hand-over', { choice: 'anna' })) ?? { kind: null };
    expect(handOverRequest.parse(handOver)).toEqual({ to: 'anna', note: null });
    const { kind: ___, ...takeOver } = toClaimOrder(draft('take-over', { note: 'ill' })) ?? { kind: null };
    expect(takeOverRequest.parse(takeOver)).toEqual({ reason: 'ill' });
  });

  test('is sent to one of the two, or nowhere while something is missing', () => {
    for (const kind of ['escalate', 'snooze', 'hold', 'take-over'] as const) {
      expect([toAlertOrder(draft(kind)), toClaimOrder(draft(kind))]).toEqual([null, null]);
    }
  });
});
