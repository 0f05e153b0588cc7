/** Every state with every action, outcome and reason: what the transition table allows and refuses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALERT_STATES,
  type AlertState,
  DECISION_REASONS,
  OUTCOMES,
  REASON_TEXTS,
  REASONS_WITH_NOTE,
} from '../src/model/alert.ts';
import { DEFAULT_RULES, policies as parsePolicies } from '../src/model/review-rules.ts';
import { ACTIONS, type Order, type Standing, step, TRANSITIONS } from '../src/review/transitions.ts';
import cases from './cases/transitions.json' with { type: 'json' };

const NOW = new Date('2026-02-01T00:00:00Z');
const NO_POLICIES = DEFAULT_RULES.policies;
const allReasons = OUTCOMES.flatMap((outcome) => [...DECISION_REASONS[outcome]]);

/** The snoozed one was in the leads' list before. */
function standing(state: AlertState): Standing {
  const snoozed = state === 'snoozed';
  return {
    state,
    outcome: state === 'decided' ? 'confirmed' : null,
    snoozedFrom: snoozed ? 'escalated' : null,
    snoozedUntil: snoozed ? '2026-02-03T00:00:00Z' : null,
  };
}

const decide = (more: Partial<Extract<Order, { action: 'decide' }>>): Order => ({
  action: 'decide',
  outcome: 'confirmed',
  reason: 'offers-by-cas-number',
  policy: null,
  note: 'x',
  duplicateOf: null,
  ...more,
});

describe('the transition table', () => {
  it('is exactly this one', () => {
    const rows = ALERT_STATES.flatMap((from) =>
      ACTIONS.map((action) => ({ from, action, to: TRANSITIONS[from][action] ?? null })),
    );
    expect(rows).toEqual(cases.table);
  });

  it('leads out of every state, so that no alert is stuck', () => {
    for (const state of ALERT_STATES) expect(Object.keys(TRANSITIONS[state])).not.toEqual([]);
  });

  it('has words for every reason', () => {
    expect(Object.keys(REASON_TEXTS).toSorted()).toEqual(allReasons.toSorted());
    expect(allReasons).toEqual(expect.arrayContaining([...REASONS_WITH_NOTE]));
  });
});

describe('a step', () => {
  const listed = { id: 'law-a', name: 'Law A' };
  it.each(cases.steps)('$name', ({ from, order, requiredFor, expected }) => {
    const state = ALERT_STATES.find((each) => each === from) ?? expect.fail(from);
    const policies = parsePolicies.parse({ requiredFor, list: [listed] });
    const result = step(standing(state), order as Order, policies, NOW);
    const shown = result.ok ? { ...result.standing, note: result.note } : { refusal: result.refusal };
    expect(shown).toMatchObject(expected);
  });

  it('accepts an outcome with its own reasons and no others', () => {
    for (const outcome of OUTCOMES) {
      for (const reason of allReasons) {
        const own = (DECISION_REASONS[outcome] as readonly string[]).includes(reason);
        const result = step(standing('open'), decide({ outcome, reason }), NO_POLICIES, NOW);
        expect(result.ok, `${outcome} ${reason}`).toBe(own);
      }
    }
  });

  it('asks for a note exactly where the reason says too little', () => {
    for (const outcome of OUTCOMES) {
      for (const reason of DECISION_REASONS[outcome]) {
        const result = step(standing('open'), decide({ outcome, reason, note: ' ' }), NO_POLICIES, NOW);
        expect(result.ok, reason).toBe(!REASONS_WITH_NOTE.includes(reason));
      }
    }
  });
});

describe('any sequence of orders', () => {
  const note = fc.option(fc.string());
  const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
  const order: fc.Arbitrary<Order> = fc.oneof(
    fc.record({
      action: fc.constant('decide' as const),
      outcome: fc.constantFrom(...OUTCOMES),
      reason: fc.oneof(fc.constantFrom(...allReasons), fc.string()),
      policy: fc.option(fc.string()),
      note,
      duplicateOf: fc.option(fc.nat()),
    }),
    fc.record({ action: fc.constant('snooze' as const), until: day.map((each) => each.toISOString()), note }),
    fc.record({ action: fc.constantFrom('reopen', 'escalate', 'return', 'wake'), note }),
  );

  it('keeps outcome, state and time of waking in step, and changes nothing when it refuses', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALERT_STATES), fc.array(order, { maxLength: 20 }), (start, orders) => {
        let alert = standing(start);
        for (const each of orders) {
          const result = step(alert, each, NO_POLICIES, NOW);
          if (!result.ok) {
            expect(result.detail).toMatch(/\.$/);
            continue;
          }
          const wanted = TRANSITIONS[alert.state][each.action];
          expect(result.standing.state).toBe(wanted === 'before' ? alert.snoozedFrom : wanted);
          expect(result.note).not.toBe('');
          alert = result.standing;
          expect(alert.outcome !== null).toBe(alert.state === 'decided');
          expect(alert.snoozedUntil !== null).toBe(alert.state === 'snoozed');
          expect(alert.snoozedFrom !== null).toBe(alert.state === 'snoozed');
          expect(alert.snoozedFrom).not.toBe('snoozed');
        }
      }),
    );
  });

  it('leads every alert back to a decision', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALERT_STATES), fc.array(order, { maxLength: 20 }), (start, orders) => {
        let alert = standing(start);
        for (const each of orders) {
          const result = step(alert, each, NO_POLICIES, NOW);
          if (result.ok) alert = result.standing;
        }
        if (alert.state === 'decided') {
          const again = step(alert, { action: 'reopen', note: null }, NO_POLICIES, NOW);
          expect(again.ok).toBe(true);
        } else expect(step(alert, decide({}), NO_POLICIES, NOW).ok).toBe(true);
      }),
    );
  });
});
