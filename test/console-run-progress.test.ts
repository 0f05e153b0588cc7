/** The progress strip and the empty list say what the sites are doing. */
import { describe, expect, test } from 'vitest';
import type { ListView } from '../src/console/list/list-view.ts';
import { DEFAULT_VIEW } from '../src/console/list/list-view.ts';
import {
  emptyState,
  nextRunAt,
  progressSentence,
  runTotals,
  sitesByUrgency,
} from '../src/console/list/run-progress.ts';
import type { Overview, SiteStatus } from '../src/model/overview-api.ts';
import type { RunStatus } from '../src/model/run.ts';

function site(name: string, status: RunStatus | null, problem: string | null = null): SiteStatus {
  const counts = { pages: 3, listings: 2, alertsOpened: 1, startedAt: null, finishedAt: null };
  return {
    id: name,
    name,
    practice: false,
    nextRunAt: null,
    overrides: { robots: null, nofollow: null, noarchive: null },
    blocked: null,
    lastRun: status === null ? null : { id: 1, status, problem, ...counts },
  };
}

function overview(sites: SiteStatus[], counts: Partial<Overview> = {}): Overview {
  return {
    open: 0,
    escalated: 0,
    snoozed: 0,
    suppressed: 0,
    decided: 0,
    practice: false,
    watchlist: { version: 'v', substances: 1 },
    stop: null,
    sites,
    ...counts,
  };
}

test('sums pages and listings over the last run of each site', () => {
  expect(runTotals([site('a', 'running'), site('b', 'blocked'), site('c', null)])).toEqual({
    sites: 3,
    going: 1,
    troubled: 1,
    everRead: 2,
    pages: 6,
    listings: 4,
  });
});

test.each<[string, SiteStatus[]]>([
  ['No site is configured.', []],
  ['1 site waiting for the first run', [site('a', null)]],
  ['Reading 2 of 3 sites', [site('a', 'running'), site('b', 'queued'), site('c', 'ok')]],
  ['Reading 1 of 2 sites, 1 in trouble', [site('a', 'running'), site('b', 'failed')]],
  ['Watching 2 sites', [site('a', 'ok'), site('b', 'partial')]],
  ['Watching 2 sites, 2 in trouble', [site('a', 'abandoned'), site('b', 'blocked')]],
])('"%s"', (sentence, sites) => {
  expect(progressSentence(runTotals(sites))).toBe(sentence);
});

test('sites that are being read come first, then those in trouble, each by name', () => {
  const sites = [site('d', 'ok'), site('c', 'blocked'), site('b', 'running'), site('a', null)];
  expect(sitesByUrgency(sites).map(({ name }) => name)).toEqual(['b', 'c', 'a', 'd']);
});

test('the next run is the earliest planned', () => {
  const planned = (name: string, at: string | null) => ({ ...site(name, 'ok'), nextRunAt: at });
  expect(
    nextRunAt([
      planned('a', '2026-03-02T00:00:00Z'),
      planned('b', null),
      planned('c', '2026-03-01T00:00:00Z'),
    ]),
  ).toBe('2026-03-01T00:00:00Z');
  expect(nextRunAt([planned('a', null)])).toBeNull();
});

describe('an empty list says why', () => {
  test.each<[string, Overview | undefined]>([
    ['Crawling, first alerts in a moment', overview([site('a', 'running'), site('b', 'ok')])],
    ['All decided; crawling for more', overview([site('a', 'running')], { decided: 4 })],
    ['All decided', overview([site('a', 'ok')], { decided: 4 })],
    ['Waiting for the first run', overview([site('a', null)])],
    ['No site is watched yet', overview([])],
    ['No alerts', overview([site('a', 'ok')])],
    ['No alerts', undefined],
  ])('%s', (title, state) => {
    expect(emptyState(state, DEFAULT_VIEW).title).toBe(title);
  });

  test.each<[string, Overview, ListView['state']]>([
    ['Nothing is escalated', overview([site('a', 'ok')], { open: 3, decided: 4 }), 'escalated'],
    ['Nothing is snoozed', overview([site('a', 'running')], { open: 3 }), 'snoozed'],
    ['Nothing is hidden', overview([site('a', 'ok')], { decided: 4 }), 'suppressed'],
    ['Nothing is open', overview([site('a', 'ok')], { escalated: 2, decided: 4 }), 'open'],
    ['Nothing is open', overview([site('a', 'running')], { snoozed: 1, suppressed: 3 }), 'open'],
  ])('%s, whatever there is in other states', (title, state, shown) => {
    expect(emptyState(state, { ...DEFAULT_VIEW, state: shown }).title).toBe(title);
  });

  test('and what waits elsewhere when nothing is open', () => {
    const state = overview([site('a', 'ok')], { escalated: 2, snoozed: 1, decided: 4 });
    expect(emptyState(state, DEFAULT_VIEW).text).toContain('2 escalated, 1 snoozed');
  });

  test('with the problem when no site could be read', () => {
    const state = emptyState(overview([site('a', 'blocked', 'The site asks for a sign-in.')]), DEFAULT_VIEW);
    expect(state).toMatchObject({ title: 'No site could be read', text: 'The site asks for a sign-in.' });
  });

  test('and offers to clear the filters only when some are set', () => {
    const running = overview([site('a', 'running')]);
    expect(emptyState(running, { ...DEFAULT_VIEW, severity: 'low' })).toMatchObject({
      clearable: true,
      elsewhere: true,
      text: expect.stringContaining('Only open alerts were looked through.'),
    });
    const everywhere = emptyState(running, { ...DEFAULT_VIEW, state: 'all', severity: 'low' });
    expect(everywhere).toMatchObject({ clearable: true, elsewhere: false });
    expect(emptyState(running, DEFAULT_VIEW)).toMatchObject({ clearable: false, busy: true });
    expect(emptyState(running, { ...DEFAULT_VIEW, state: 'decided' }).title).toBe('Nothing decided yet');
  });
});
