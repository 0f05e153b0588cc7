/** A decision in the making: it is sent only when whole, with reasons that belong to its outcome. */
import { expect, test } from 'vitest';
import {
  chooseOutcome,
  chooseReason,
  EMPTY_DRAFT,
  missingPart,
  reasonChoices,
  toRequest,
} from '../src/console/alert/decision-draft.ts';
import { DECISION_REASONS, OUTCOMES, REASON_TEXTS, REASONS_WITH_NOTE } from '../src/model/alert.ts';
import { decisionRequest } from '../src/model/api.ts';

const confirmed = chooseOutcome(EMPTY_DRAFT, 'confirmed');

test('asks for the outcome, then the reason, then nothing', () => {
  expect(missingPart(EMPTY_DRAFT)).toBe('outcome');
  expect(missingPart(confirmed)).toBe('reason');
  expect(missingPart(chooseReason(confirmed, 'broker-or-service'))).toBeNull();
});

test('asks for a note where the reason alone says too little', () => {
  const dismissed = chooseReason(chooseOutcome(EMPTY_DRAFT, 'dismissed'), 'other-substance');
  expect(REASONS_WITH_NOTE).toContain('other-substance');
  expect(missingPart(dismissed)).toBe('note');
  expect(missingPart({ ...dismissed, note: '  ' })).toBe('note');
  expect(missingPart({ ...dismissed, note: 'a dye' })).toBeNull();
});

test('a duplicate names the alert that it repeats, or says it in a note', () => {
  const duplicate = chooseOutcome(EMPTY_DRAFT, 'duplicate');
  expect(missingPart(duplicate)).toBe('duplicate');
  expect(missingPart({ ...duplicate, note: 'the one of Monday' })).toBeNull();
  expect(missingPart({ ...duplicate, duplicateOf: 'twelve' })).toBe('duplicate');
  expect(toRequest({ ...duplicate, duplicateOf: ' #12 ' }, 1)).toMatchObject({ duplicateOf: 12, note: null });
});

test('an outcome that needs a policy is not whole without one', () => {
  const chosen = chooseReason(confirmed, 'broker-or-service');
  expect(missingPart(chosen, ['confirmed'])).toBe('policy');
  expect(missingPart({ ...chosen, policy: 'p1' }, ['confirmed'])).toBeNull();
  expect(missingPart(chosen, ['dismissed'])).toBeNull();
});

test('an outcome with one reason brings it along, and another outcome drops it', () => {
  const duplicate = chooseOutcome(EMPTY_DRAFT, 'duplicate');
  expect(duplicate.reason).toBe('same-offer');
  expect(chooseOutcome(duplicate, 'confirmed').reason).toBeNull();
});

test('choosing the same outcome again keeps the reason', () => {
  const chosen = chooseReason(confirmed, 'offers-under-alias');
  expect(chooseOutcome(chosen, 'confirmed')).toEqual(chosen);
});

test.each(['same-offer', 'no-such-reason', undefined])(
  'a reason of another outcome is not taken: %s',
  (code) => {
    expect(chooseReason(confirmed, code)).toEqual(confirmed);
  },
);

test('the request is one that the server accepts; an unfinished draft gives none', () => {
  const whole = { ...chooseReason(confirmed, 'offers-by-cas-number'), note: '  seen twice ' };
  expect(decisionRequest.parse(toRequest(whole, 3))).toEqual({
    outcome: 'confirmed',
    policy: null,
    duplicateOf: null,
    reason: 'offers-by-cas-number',
    note: 'seen twice',
    revision: 3,
  });
  expect(toRequest({ ...whole, note: ' ' }, 3)?.note).toBeNull();
  expect(toRequest(confirmed, 3)).toBeNull();
});

test('each outcome offers all its reasons in words, at most nine', () => {
  for (const outcome of OUTCOMES) {
    const choices = reasonChoices(outcome);
    expect(choices.map(({ code }) => code)).toEqual(DECISION_REASONS[outcome]);
    expect(choices.map(({ text }) => text)).toEqual(choices.map(({ code }) => REASON_TEXTS[code]));
    expect(choices.length).toBeLessThanOrEqual(9);
  }
});
