/** Accounts and sessions against the real database: first account, passwords, tokens, their end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser, changeUser, createFirstUser, resetPasswordOf } from '../src/review/accounts.ts';
import { hashPassword, PASSWORD_LENGTH, verifyPassword } from '../src/review/passwords.ts';
import { LOCK, resumeSession, signIn, signOut } from '../src/review/sign-in.ts';
import { createUser, findUserByName } from '../src/store/accounts/users.ts';
import type { Db } from '../src/store/open-database.ts';
import { openTestDatabase, type TestDatabase } from './support/open-test-database.ts';
import { runCli } from './support/run-cli.ts';

const NOW = new Date('2026-02-01T00:00:00Z');
const hoursLater = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

let database: TestDatabase;
let first: { name: string; password: string };

beforeAll(async () => {
  database = await openTestDatabase();
  first = (await createFirstUser(database.db, NOW)) ?? expect.fail('no first account');
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

describe('accounts', () => {
  it('begin with one administrator whose random password can be read out', () => {
    expect(first.name).toBe('admin');
    expect(first.password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  });

  it('give no first account twice', async () => {
    expect(await createFirstUser(database.db, NOW)).toBeNull();
  });

  it('give one first account when two processes start together', async () => {
    await using fresh = await openTestDatabase();
    const both = await Promise.all([createFirstUser(fresh.db, NOW), createFirstUser(fresh.db, NOW)]);
    expect(both.filter((each) => each !== null)).toHaveLength(1);
  });

  it('keep an argon2id hash and never the password', async () => {
    const user = await findUserByName(database.db, 'admin');
    expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,/);
    expect(user?.passwordHash).not.toContain(first.password);
  });

  it.each([PASSWORD_LENGTH.min - 1, PASSWORD_LENGTH.max + 1])(
    'refuse a password of %i characters',
    async (length) => {
      await expect(hashPassword('x'.repeat(length))).rejects.toMatchObject({ exit: 'usage' });
    },
  );

  it('are made once a name, whatever its case', async () => {
    const made = await addUser(database.db, { name: 'Ann', role: 'lead' }, 'admin', NOW);
    expect(made?.password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    expect(await addUser(database.db, { name: 'ANN', role: 'viewer' }, 'admin', NOW)).toBeNull();
    expect(await findUserByName(database.db, 'ann')).toMatchObject({ name: 'Ann', role: 'lead' });
  });

  it('that can do everything are never all gone, not even by two doors at once', async () => {
    await using fresh = await openTestDatabase();
    const { db } = fresh;
    await createFirstUser(db, NOW);
    const admin = (await findUserByName(db, 'admin'))?.id ?? 0;
    expect(await changeUser(db, admin, { disabled: true }, 'x', NOW)).toEqual({ kind: 'last-admin' });
    expect(await changeUser(db, admin, { role: 'lead' }, 'x', NOW)).toEqual({ kind: 'last-admin' });
    expect(await changeUser(db, admin, { role: 'admin', disabled: false }, 'x', NOW)).toEqual({
      kind: 'done',
    });
    const second = await addUser(db, { name: 'bea', role: 'admin' }, 'admin', NOW);
    const both = await Promise.all([
      changeUser(db, admin, { role: 'viewer' }, 'x', NOW),
      changeUser(db, second?.id ?? 0, { disabled: true }, 'x', NOW),
    ]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['done', 'last-admin']);
    expect(await changeUser(db, 4711, { disabled: true }, 'x', NOW)).toEqual({ kind: 'not-found' });
  });

  it('of the identity provider get no password here, from the command line neither', async () => {
    await using fresh = await openTestDatabase();
    const identity = { issuer: 'https://login.example', subject: 'sub-eve' };
    const id = await createUser(fresh.db, {
      ...{ name: 'eve', passwordHash: null, role: 'lead', now: NOW, identity },
    });
    const { exit, error, output } = await runCli(['users', 'password', 'eve'], {
      DATABASE_URL: fresh.databaseUrl,
    });
    expect([exit, output]).toEqual(['usage', '']);
    expect(error).toMatch(/"eve" signs in through the identity provider.*users add/);
    expect(await resetPasswordOf(fresh.db, id ?? 0, 'admin', NOW)).toEqual({ kind: 'external' });
    expect((await findUserByName(fresh.db, 'eve'))?.passwordHash).toBeNull();
  });

  it('without a hash are never verified, whatever the password', async () => {
    expect(await verifyPassword(null, '')).toBe(false);
    expect(await verifyPassword(null, first.password)).toBe(false);
  });
});

describe('sessions', () => {
  const enterAs = async (db: Db, given: typeof first & { code?: string }, now = NOW) =>
    await signIn(db, '/nowhere', given, { address: '192.0.2.1', userAgent: 'test' }, now);
  const enter = async (now = NOW) => {
    const signed = await enterAs(database.db, first, now);
    return signed.kind === 'done' ? signed : expect.fail('not signed in');
  };

  it('open with the right password, whatever the case of the name', async () => {
    const session = await enterAs(database.db, { ...first, name: 'ADMIN' });
    expect(session).toMatchObject({ kind: 'done', user: { name: 'admin', role: 'admin' } });
  });

  it.each([
    { name: 'admin', password: 'wrong password' },
    { name: 'nobody', password: 'wrong password' },
    { name: 'admin', password: '' },
    { name: 'admin\0', password: '\0' },
  ])('do not open for $name with a wrong password', async (given) => {
    expect(await enterAs(database.db, given)).toEqual({ kind: 'wrong' });
  });

  it('are stored by the hash of a 256-bit token only', async () => {
    const { token } = await enter();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const rows = await database.db.selectFrom('sessions').selectAll().execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('end twelve hours after their last use, not after their beginning', async () => {
    const { token } = await enter();
    expect(await resumeSession(database.db, token, hoursLater(11))).toMatchObject({ name: 'admin' });
    expect(await resumeSession(database.db, token, hoursLater(22))).toMatchObject({ name: 'admin' });
    expect(await resumeSession(database.db, token, hoursLater(34.1))).toBeNull();
  });

  it('end at signing out', async () => {
    const { token } = await enter();
    await signOut(database.db, token);
    expect(await resumeSession(database.db, token, NOW)).toBeNull();
  });

  it('end when the account is disabled', async () => {
    const { token } = await enter();
    await database.db.updateTable('users').set({ disabled_at: NOW }).execute();
    expect(await resumeSession(database.db, token, NOW)).toBeNull();
    expect(await enterAs(database.db, first)).toEqual({ kind: 'wrong' });
    await database.db.updateTable('users').set({ disabled_at: null }).execute();
  });

  it('end when the password is set anew, which the old one then does not open', async () => {
    const { token } = await enter();
    const { id } = (await findUserByName(database.db, 'admin')) ?? expect.fail('no account');
    const reset = await resetPasswordOf(database.db, id, 'admin', NOW);
    const { password } = reset.kind === 'done' ? reset.made : expect.fail('no account');
    expect(await resumeSession(database.db, token, NOW)).toBeNull();
    expect(await enterAs(database.db, first)).toEqual({ kind: 'wrong' });
    first = { name: 'admin', password };
    expect(await enterAs(database.db, first)).toMatchObject({ kind: 'done' });
  });

  it('do not open for a while after very many failures, whatever address they came from', async () => {
    await using fresh = await openTestDatabase();
    const account = (await createFirstUser(fresh.db, NOW)) ?? expect.fail('no first account');
    const wrong = { ...account, password: 'wrong password' };
    for (let tries = 1; tries < LOCK.failures; tries += 1) await enterAs(fresh.db, wrong);
    expect(await enterAs(fresh.db, account)).toMatchObject({ kind: 'done' });
    for (let tries = 0; tries < LOCK.failures; tries += 1) await enterAs(fresh.db, wrong);
    expect(await enterAs(fresh.db, account)).toEqual({ kind: 'locked', seconds: LOCK.minutes * 60 });
    expect(await enterAs(fresh.db, account, hoursLater(LOCK.minutes / 60))).toMatchObject({ kind: 'done' });
  });
});
