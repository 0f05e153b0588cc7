/** Every state with every action, outcome and reason: what the transition table allows and refuses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALERT_STATES,
  DECISION_REASONS,
  OUTCOMES,
  REASON_TEXTS,
  REASONS_WITH_NOTE,
} from '../src/model/alert.ts';
import { ACTIONS, decide, reopen, TRANSITIONS } from '../src/review/transitions.ts';
import cases from './cases/transitions.json' with { type: 'json' };

const allReasons = OUTCOMES.flatMap((outcome) => [...DECISION_REASONS[outcome]]);

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

describe('decide', () => {
  it.each(cases.decide)('$name', ({ from, outcome, reason, note, expected }) => {
    const state = ALERT_STATES.find((each) => each === from) ?? expect.fail(from);
    const wanted = OUTCOMES.find((each) => each === outcome) ?? expect.fail(outcome);
    const step = decide(state, { outcome: wanted, reason, note });
    if (step.ok) expect(step).toEqual({ ok: true, ...expected });
    else expect({ refusal: step.refusal }).toEqual(expected);
  });

  it('accepts an outcome with its own reasons and no others', () => {
    for (const outcome of OUTCOMES) {
      for (const reason of allReasons) {
        const own = (DECISION_REASONS[outcome] as readonly string[]).includes(reason);
        expect(decide('open', { outcome, reason, note: 'x' }).ok, `${outcome} ${reason}`).toBe(own);
      }
    }
  });

  it('asks for a note exactly where the reason says too little', () => {
    for (const outcome of OUTCOMES) {
      for (const reason of DECISION_REASONS[outcome]) {
        const step = decide('open', { outcome, reason, note: ' ' });
        expect(step.ok, reason).toBe(!REASONS_WITH_NOTE.includes(reason));
      }
    }
  });
});

describe('any sequence of actions', () => {
  const action = fc.oneof(
    fc.record({
      kind: fc.constant('decide' as const),
      outcome: fc.constantFrom(...OUTCOMES),
      reason: fc.oneof(fc.constantFrom(...allReasons), fc.string()),
      note: fc.option(fc.string()),
    }),
    fc.record({ kind: fc.constant('reopen' as const), note: fc.option(fc.string()) }),
  );

  it('keeps an outcome on decided alerts only, and changes nothing when it refuses', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALERT_STATES), fc.array(action, { maxLength: 12 }), (start, actions) => {
        // An alert that begins decided has some outcome.
        let alert = { state: start, outcome: start === 'decided' ? ('confirmed' as string | null) : null };
        for (const each of actions) {
          const step = each.kind === 'decide' ? decide(alert.state, each) : reopen(alert.state, each.note);
          if (!step.ok) {
            expect(step.detail).toMatch(/\.$/);
            continue;
          }
          expect(TRANSITIONS[alert.state][each.kind]).toBe(step.state);
          expect(step.note).not.toBe('');
          alert = { state: step.state, outcome: step.outcome };
          expect(alert.outcome !== null).toBe(alert.state === 'decided');
        }
      }),
    );
  });
});
