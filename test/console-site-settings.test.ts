/** The configuration of a site as rows: all that it says is told, and nothing that it leaves open. */
import { expect, test } from 'vitest';
import { siteSettings } from '../src/console/operations/site-settings.ts';
import type { Site } from '../src/model/site.ts';

const selector = (text: string) => [{ selector: text, attribute: 'title', pattern: '^(.+) GmbH' }];

/** Every setting, none as usual. */
const FULL: Site = {
  id: 'example-supplier',
  name: 'Example Chemical Supplier',
  kind: 'chemical-supplier',
  country: 'CN',
  currency: 'CNY',
  start: ['https://shop.invalid/catalog/', 'https://shop.invalid/new/'],
  schedule: {
    ...{ everySeconds: 21_600, window: '08:00-20:00', timezone: 'Asia/Shanghai' },
    ...{ jitterSeconds: 600, priority: 7, catchUp: false },
  },
  politeness: { delaySeconds: 5, pages: 2000, megabytes: 300, minutes: 61, depth: 1 },
  overrides: { robots: 'leave was given', nofollow: 'agreed', noarchive: 'needed as evidence' },
  alarms: { listings: 0.25, overdueSeconds: 7200, fields: 0.3 },
  ports: [8443],
  fetch: 'auto',
  practice: true,
  pages: {
    list: {
      match: '/catalog/**',
      item: ['.card'],
      next: selector('.next a'),
      fields: { title: selector('h2') },
    },
    detail: { match: '/product/*', item: [], next: [], fields: { seller: selector('.vendor a') } },
  },
};

const CRON: Site = {
  ...FULL,
  schedule: { everySeconds: 60, cron: '0 6 * * 1', window: null, timezone: 'UTC' },
};
const LEAST: Site = {
  ...{ ...FULL, kind: null, country: null, currency: null, ports: [], fetch: 'http', practice: false },
  overrides: { robots: null, nofollow: null, noarchive: null },
  schedule: { everySeconds: 3600, window: null, timezone: 'UTC' },
  alarms: undefined,
  pages: { list: null, detail: null },
};

const told = (config: Site) =>
  Object.fromEntries(siteSettings(config).map(({ key, values }) => [key, values.join(' | ')]));

test.each([
  ['start', 'https://shop.invalid/catalog/ | https://shop.invalid/new/'],
  ['kind', 'chemical-supplier'],
  ['country', 'CN'],
  ['currency', 'CNY'],
  ['schedule.every', '6 h'],
  ['schedule.window', '08:00-20:00'],
  ['schedule.timezone', 'Asia/Shanghai'],
  ['schedule.jitter', '10 min'],
  ['schedule.priority', '7 of 9'],
  ['schedule.missed', 'are left out'],
  ['politeness.delay', '5 s'],
  ['politeness', '2,000 pages | 61 minutes | 300 MB | 1 link from a start page'],
  ['override.robots', 'leave was given'],
  ['override.nofollow', 'agreed'],
  ['override.noarchive', 'needed as evidence'],
  ['alarms.listings', 'under 25 % of what is usual'],
  ['alarms.overdue', 'after 2 h'],
  ['alarms.fields', 'filled in 30 % fewer listings'],
  ['ports', '8443'],
  ['pages.list.match', '/catalog/**'],
  ['pages.list.item', '.card'],
  ['pages.list.next', '.next a, attribute title, by ^(.+) GmbH'],
  ['pages.list.fields.title', 'h2, attribute title, by ^(.+) GmbH'],
  ['pages.detail.match', '/product/*'],
  ['pages.detail.fields.seller', '.vendor a, attribute title, by ^(.+) GmbH'],
])('%s is told', (key, words) => expect(told(FULL)[key]).toBe(words));

test('turns by the calendar take the place of those by distance', () => {
  expect(told(CRON)).toMatchObject({ 'schedule.cron': '0 6 * * 1' });
  expect(told(CRON)).not.toHaveProperty(['schedule.every']);
});

test('what a site file leaves open has no row', () => {
  expect(Object.keys(told(LEAST))).toEqual([
    ...['start', 'schedule.every', 'schedule.timezone', 'politeness.delay', 'politeness', 'fetch'],
  ]);
});
