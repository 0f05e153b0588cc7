/** Holds a disturbed run against one in peace: every way in which it is not as good is one line. */
import { hostname } from 'node:os';
import type { AlertRow, LeaseRow, RequestRow } from './read-outcome.ts';
import type { Outcome } from './run-chaos.ts';

const SHOWN = 5;

function textOf({ site, offer, severity, substances, listings }: AlertRow): string {
  return `${site} ${offer} ${severity} [${substances.join(', ')}] ${listings.join(' ')}`;
}

function fault(what: string, found: readonly string[]): string[] {
  if (found.length === 0) return [];
  const more = found.length > SHOWN ? ` … and ${found.length - SHOWN} more` : '';
  return [`${found.length} × ${what}: ${found.slice(0, SHOWN).join('; ')}${more}`];
}

function missing(wanted: readonly string[], found: readonly string[]): string[] {
  const there = new Set(found);
  return wanted.filter((each) => !there.has(each));
}

function repeated(all: readonly string[]): string[] {
  return all.filter((each, at) => all.indexOf(each) !== at);
}

/** Requests that a process made for a site while another one had it: two ran it at once. */
export function intruders(requests: readonly RequestRow[], leases: readonly LeaseRow[]): string[] {
  const bySite = Map.groupBy(leases, ({ site }) => site);
  return requests.flatMap(({ site, pid, at }) => {
    const holder = bySite.get(site)?.findLast((lease) => lease.at <= at + CLOCK_MS);
    const before = bySite.get(site)?.findLast((lease) => lease.at <= at - CLOCK_MS);
    const ours = `${hostname()}:${pid}:`;
    return holder?.owner?.startsWith(ours) || before?.owner?.startsWith(ours)
      ? []
      : [`${site} by ${pid}, held by ${holder?.owner ?? 'nobody'}`];
  });
}

/** Our clock gives whole milliseconds, PostgreSQL's microseconds. */
const CLOCK_MS = 2;

export function judge(
  peace: Outcome,
  chaos: Outcome,
  o: { readonly kills: number; readonly pagesInFlight: number },
): string[] {
  const [wanted, found] = [peace.alerts.map(textOf), chaos.alerts.map(textOf)];
  const kills = Object.values(chaos.kills).reduce((sum, count) => sum + count, 0);
  const mostAgain = peace.again + kills * o.pagesInFlight;
  return [
    ...fault('runs that did not end well', chaos.unfinished),
    ...fault('alerts lost or other than in peace', missing(wanted, found)),
    ...fault('alerts that there are not in peace', missing(found, wanted)),
    ...fault('alerts twice', repeated(found)),
    ...fault('revisions published twice', repeated(chaos.published)),
    ...fault('revisions not published', missing(chaos.written, chaos.published)),
    ...fault('requests for a site that another process had', intruders(chaos.asked, chaos.leases)),
    ...(chaos.unheard > 0 ? [`${chaos.unheard} messages to a notifier were not heard`] : []),
    ...(kills < o.kills ? [`only ${kills} of ${o.kills} kills`] : []),
    ...(chaos.again > mostAgain ? [`${chaos.again} pages fetched again, ${mostAgain} at most expected`] : []),
    ...(chaos.alerts.length === 0 ? ['no alerts at all: nothing was tried'] : []),
  ];
}
