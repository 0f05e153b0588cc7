/** The configuration of a site as rows that an operator reads: what each is called, what it says, and its place in the site file. */
import type { FieldSelector, PageRule, Site } from '../../model/site.ts';
import { duration } from '../figures/durations.ts';
import { count } from '../words.ts';

export type SettingRow = {
  readonly name: string;
  /** Each on a line of its own. */
  readonly values: readonly string[];
  /** As it stands in the site file: addresses, patterns, selectors. */
  readonly code: boolean;
  /** Where the site file has it. */
  readonly key: string;
};

const FETCH_WORDS: Readonly<Record<Site['fetch'], string>> = {
  http: 'as it is sent',
  browser: 'drawn by a browser',
  auto: 'as it is sent, or drawn by a browser where a script makes the page',
};

/** What the file leaves to chance or to what is usual has no row. */
export function siteSettings(site: Site): SettingRow[] {
  const { kind, country, currency, ports } = site;
  return [
    row('Start pages', 'start', site.start, true),
    row('Kind', 'kind', [kind]),
    row('Country', 'country', [country]),
    row('Currency where a page names none', 'currency', [currency]),
    ...scheduleRows(site.schedule),
    ...politenessRows(site.politeness),
    row('Pages are read', 'fetch', [FETCH_WORDS[site.fetch]]),
    row('Further ports', 'ports', ports.map(String)),
    ...Object.entries(site.overrides).map(([name, reason]) =>
      row(`Not obeyed: ${name}`, `override.${name}`, [reason]),
    ),
    ...alarmRows(site.alarms ?? {}),
    ...ruleRows('Lists', 'pages.list', site.pages.list),
    ...ruleRows('Offers', 'pages.detail', site.pages.detail),
    row('Practice', 'practice', [site.practice ? 'yes: its alerts are flagged and sent to nobody' : null]),
  ].filter(({ values }) => values.length > 0);
}

function row(name: string, key: string, values: readonly (string | null)[], code = false): SettingRow {
  return { name, key, values: values.filter((value) => value !== null), code };
}

function scheduleRows(schedule: Site['schedule']): SettingRow[] {
  const { everySeconds, cron, window, timezone, jitterSeconds, priority, catchUp } = schedule;
  return [
    cron === undefined
      ? row('A run every', 'schedule.every', [duration(everySeconds)])
      : row('Runs at', 'schedule.cron', [cron], true),
    row('Visited only', 'schedule.window', [window]),
    row('Time zone', 'schedule.timezone', [timezone]),
    row('Later by up to', 'schedule.jitter', [jitterSeconds ? duration(jitterSeconds) : null]),
    row('Priority', 'schedule.priority', [priority === undefined ? null : `${priority} of 9`]),
    row('Missed turns', 'schedule.missed', [catchUp === false ? 'are left out' : null]),
  ];
}

function politenessRows(politeness: Site['politeness']): SettingRow[] {
  const { delaySeconds, pages, megabytes, minutes, depth } = politeness;
  return [
    row('Between two pages', 'politeness.delay', [delaySeconds === 0 ? 'no pause' : duration(delaySeconds)]),
    row('One run takes at most', 'politeness', [
      count(pages, 'page'),
      count(minutes, 'minute'),
      `${megabytes.toLocaleString('en')} MB`,
      `${count(depth, 'link')} from a start page`,
    ]),
  ];
}

function alarmRows({ listings, overdueSeconds, fields }: NonNullable<Site['alarms']>): SettingRow[] {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return [
    row('Alarm: listings', 'alarms.listings', [
      listings === undefined ? null : `under ${percent(listings)} of what is usual`,
    ]),
    row('Alarm: overdue', 'alarms.overdue', [
      overdueSeconds === undefined ? null : `after ${duration(overdueSeconds)}`,
    ]),
    row('Alarm: fields', 'alarms.fields', [
      fields === undefined ? null : `filled in ${percent(fields)} fewer listings`,
    ]),
  ];
}

function ruleRows(what: string, key: string, rule: PageRule | null): SettingRow[] {
  if (rule === null) return [];
  return [
    row(`${what}: addresses`, `${key}.match`, [rule.match], true),
    row(`${what}: a card`, `${key}.item`, rule.item, true),
    row(`${what}: next page`, `${key}.next`, rule.next.map(selectorWords), true),
    ...Object.entries(rule.fields).map(([field, selectors]) =>
      row(`${what}: ${field}`, `${key}.fields.${field}`, selectors.map(selectorWords), true),
    ),
  ];
}

/** ".vendor a, attribute title, by ^(.+) GmbH": as it is tried. */
function selectorWords({ selector, attribute, pattern }: FieldSelector): string {
  const parts = [
    selector,
    attribute === null ? null : `attribute ${attribute}`,
    pattern === null ? null : `by ${pattern}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
