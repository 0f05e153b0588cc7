/** The guard against guessing passwords: when it shuts the door, for whom, and when it opens again. */
import { describe, expect, it } from 'vitest';
import { createSignInGuard, SIGN_IN_LIMITS } from '../src/review/sign-in-guard.ts';

const START = new Date('2025-01-01T00:00:00Z');
const ALL_THROUGH = Array.from({ length: SIGN_IN_LIMITS.perNameAndAddress }, () => null);
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

function attempts(guard: ReturnType<typeof createSignInGuard>, times: number, name: string, address: string) {
  return Array.from({ length: times }, () => guard.attempt(name, address, START));
}

describe('the sign-in guard', () => {
  it('lets the allowed number of attempts through and then says how long to wait', () => {
    const guard = createSignInGuard();
    expect(attempts(guard, SIGN_IN_LIMITS.perNameAndAddress, 'eve', '1.1.1.1')).toEqual(ALL_THROUGH);
    expect(guard.attempt('eve', '1.1.1.1', later(60))).toBe(SIGN_IN_LIMITS.windowSeconds - 60);
  });

  it('takes the same name in capitals for the same name', () => {
    const guard = createSignInGuard();
    attempts(guard, SIGN_IN_LIMITS.perNameAndAddress, 'eve', '1.1.1.1');
    expect(guard.attempt('EVE', '1.1.1.1', START)).toBeGreaterThan(0);
  });

  it('takes what finds the same account for the same name', () => {
    const guard = createSignInGuard();
    attempts(guard, SIGN_IN_LIMITS.perNameAndAddress, 'eve', '1.1.1.1');
    expect(guard.attempt('eve\0', '1.1.1.1', START)).toBeGreaterThan(0);
    expect(guard.attempt('\0E\0ve', '1.1.1.1', START)).toBeGreaterThan(0);
  });

  it.each([
    { one: '2001:db8:1:2::1', other: '2001:db8:1:2:ffff::2', same: true },
    { one: '2001:db8:1:2::1', other: '2001:db8:1:3::1', same: false },
    { one: '::ffff:1.1.1.1', other: '1.1.1.1', same: true },
    { one: '::ffff:1.1.1.1', other: '::ffff:1.1.1.2', same: false },
    { one: 'fe80::1%eth0', other: 'fe80::2%eth0', same: true },
  ])('takes $one and $other for one client: $same', ({ one, other, same }) => {
    const guard = createSignInGuard();
    attempts(guard, SIGN_IN_LIMITS.perNameAndAddress, 'eve', one);
    expect(guard.attempt('eve', other, START) !== null).toBe(same);
    guard.succeeded('eve', other);
    expect(guard.attempt('eve', one, START) === null).toBe(same);
  });

  it('does not lock the name for other addresses, nor the address for other names', () => {
    const guard = createSignInGuard();
    attempts(guard, SIGN_IN_LIMITS.perNameAndAddress, 'eve', '1.1.1.1');
    expect(guard.attempt('eve', '2.2.2.2', START)).toBeNull();
    expect(guard.attempt('ann', '1.1.1.1', START)).toBeNull();
  });

  it('locks an address that tries many names', () => {
    const guard = createSignInGuard();
    for (let i = 0; i < SIGN_IN_LIMITS.perAddress; i += 1) {
      expect(guard.attempt(`name ${i}`, '1.1.1.1', START)).toBeNull();
    }
    expect(guard.attempt('another', '1.1.1.1', START)).toBe(SIGN_IN_LIMITS.windowSeconds);
  });

  it('opens again after the window', () => {
    const guard = createSignInGuard();
    attempts(guard, SIGN_IN_LIMITS.perNameAndAddress + 5, 'eve', '1.1.1.1');
    expect(guard.attempt('eve', '1.1.1.1', later(SIGN_IN_LIMITS.windowSeconds))).toBeNull();
  });

  it('forgets the failures of a name that signs in at last', () => {
    const guard = createSignInGuard();
    for (let round = 0; round < 20; round += 1) {
      expect(attempts(guard, SIGN_IN_LIMITS.perNameAndAddress, 'ann', '1.1.1.1')).toEqual(ALL_THROUGH);
      guard.succeeded('ann', '1.1.1.1');
    }
  });

  it('holds no more counters than it is allowed to', () => {
    const guard = createSignInGuard({ ...SIGN_IN_LIMITS, counters: 4 });
    attempts(guard, SIGN_IN_LIMITS.perNameAndAddress, 'eve', '1.1.1.1');
    expect(guard.attempt('eve', '1.1.1.1', START)).not.toBeNull();
    for (let i = 0; i < 10; i += 1) guard.attempt('x', `2.2.2.${i}`, START);
    expect(guard.attempt('eve', '1.1.1.1', START)).toBeNull();
  });
});
