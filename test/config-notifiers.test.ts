/** The file of notifiers and alarms: what is refused and where, its defaults, and the end of quiet hours in any zone. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOBODY } from '../config/load-notifiers.ts';
import { quietUntil } from '../config/quiet-hours.ts';
import { OperatorError } from '../src/model/errors.ts';
import { loadCheckedNotifiers } from '../src/pipeline/configuration/read-checked-notifiers.ts';
import { notifierFaults } from '../src/pipeline/messages/open-sender.ts';
import cases from './cases/notifiers-refused.json' with { type: 'json' };
import { email, SECRET, webhook } from './support/sample-notices.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precursor-watch-notifiers-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function load(yaml: string) {
  const file = join(folder, 'notifiers.yaml');
  await writeFile(file, yaml);
  return await loadCheckedNotifiers(file);
}

describe('the file of notifiers', () => {
  it.each(cases)('is refused with $name', async ({ yaml, says, line }) => {
    const error = await load(yaml).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(OperatorError);
    const { exit, message } = error as OperatorError;
    expect(exit).toBe('config');
    expect(message).toContain(says);
    expect(message).toContain(`notifiers.yaml:${line}:`);
    expect(message).not.toContain('whsec_abc');
  });

  it('fills in what is left out', async () => {
    const yaml = 'notifiers: [{ id: a, kind: email, to: [a@b.example] }]\nalarms: { outbox: 5m }';
    expect(await load(yaml)).toEqual({
      notifiers: [email('a', { to: ['a@b.example'] })],
      limits: { ...NOBODY.limits, outboxSeconds: 300 },
    });
  });

  it('may be missing, and as we ship it tells nobody', async () => {
    expect(await loadCheckedNotifiers(join(folder, 'none.yaml'))).toEqual(NOBODY);
    expect(await loadCheckedNotifiers(new URL('../config/notifiers.yaml', import.meta.url).pathname)).toEqual(
      NOBODY,
    );
  });
});

describe('what a notifier needs beside the file', () => {
  const settings = { smtpUrl: null, smtpFrom: null, baseUrl: null };

  it('is missed: the address that mail comes from, where there is a server', () => {
    const faults = notifierFaults([email('a')], { ...settings, smtpUrl: 'smtps://mail.example' });
    expect(faults).toMatchObject([
      { problem: 'the address that mail comes from is not set', remedy: 'Set PRECURSOR_SMTP_FROM.' },
    ]);
  });

  it.each([
    { notifier: webhook('a', 'https://a.example/'), secret: null, problem: 'TEST_SECRET is not set' },
    {
      notifier: webhook('a', 'https://a.example/'),
      secret: 'hunter2',
      problem: 'does not begin with whsec_',
    },
    { notifier: webhook('a', 'https://a.example/'), secret: SECRET, problem: null },
    { notifier: email('a'), secret: null, problem: 'no mail server is set' },
  ])('is missed: $problem', ({ notifier, secret, problem }) => {
    const faults = notifierFaults([notifier], settings, () => secret);
    if (problem === null) expect(faults).toEqual([]);
    else expect(faults).toMatchObject([{ notifier: 'a', problem: expect.stringContaining(problem) }]);
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });
});

describe('quiet hours', () => {
  it.each([
    { hours: '22:00-06:00', zone: 'UTC', at: '2026-03-02T21:59:00Z', until: null },
    { hours: '22:00-06:00', zone: 'UTC', at: '2026-03-02T22:00:00Z', until: '2026-03-03T06:00:00.000Z' },
    { hours: '22:00-06:00', zone: 'UTC', at: '2026-03-03T05:59:59Z', until: '2026-03-03T06:00:00.000Z' },
    { hours: '22:00-06:00', zone: 'UTC', at: '2026-03-03T06:00:00Z', until: null },
    {
      hours: '12:00-13:30',
      zone: 'Asia/Kolkata',
      at: '2026-03-02T07:00:00Z',
      until: '2026-03-02T08:00:00.000Z',
    },
    { hours: '20:00-24:00', zone: 'UTC', at: '2026-03-02T21:00:00Z', until: '2026-03-03T00:00:00.000Z' },
    // The night in which clocks go forward is an hour shorter, the one in which they go back an hour longer.
    {
      hours: '22:00-06:00',
      zone: 'Europe/Vienna',
      at: '2026-03-28T22:00:00Z',
      until: '2026-03-29T04:00:00.000Z',
    },
    {
      hours: '22:00-06:00',
      zone: 'Europe/Vienna',
      at: '2026-10-24T21:00:00Z',
      until: '2026-10-25T05:00:00.000Z',
    },
    // In the hour that the clock repeats, and in the one that it leaves out.
    {
      hours: '22:00-02:30',
      zone: 'Europe/Vienna',
      at: '2026-10-25T00:15:00Z',
      until: '2026-10-25T00:30:00.000Z',
    },
    {
      hours: '22:00-02:30',
      zone: 'Europe/Vienna',
      at: '2026-10-25T01:15:20Z',
      until: '2026-10-25T01:30:00.000Z',
    },
    {
      hours: '22:00-02:30',
      zone: 'Europe/Vienna',
      at: '2026-03-29T00:45:00Z',
      until: '2026-03-29T01:00:00.000Z',
    },
  ])('$hours in $zone at $at end at $until', ({ hours, zone, at, until }) => {
    expect(quietUntil(hours, zone, new Date(at))?.toISOString() ?? null).toBe(until);
  });
});
