/** What the sites are doing, in sums and sentences: for the progress strip and for an empty list. */
import type { Overview, SiteStatus } from '../../model/overview-api.ts';
import type { RunStatus } from '../../model/run.ts';
import { count } from '../words.ts';
import type { ListView } from './list-view.ts';
import { isNarrowed } from './list-view.ts';

const GOING: ReadonlySet<RunStatus> = new Set(['queued', 'running']);
const TROUBLED: ReadonlySet<RunStatus> = new Set(['blocked', 'failed', 'abandoned']);

export type Tone = 'going' | 'trouble' | 'rest';

export function siteTone(site: SiteStatus): Tone {
  if (site.lastRun === null) return 'rest';
  if (GOING.has(site.lastRun.status)) return 'going';
  return TROUBLED.has(site.lastRun.status) ? 'trouble' : 'rest';
}

export type RunTotals = {
  readonly sites: number;
  readonly going: number;
  readonly troubled: number;
  readonly everRead: number;
  readonly pages: number;
  readonly listings: number;
};

export function runTotals(sites: readonly SiteStatus[]): RunTotals {
  const sum = (of: (site: SiteStatus) => number) => sites.reduce((total, site) => total + of(site), 0);
  return {
    sites: sites.length,
    going: sum((site) => Number(siteTone(site) === 'going')),
    troubled: sum((site) => Number(siteTone(site) === 'trouble')),
    everRead: sum((site) => Number(site.lastRun !== null)),
    pages: sum((site) => site.lastRun?.pages ?? 0),
    listings: sum((site) => site.lastRun?.listings ?? 0),
  };
}

const TONE_ORDER: Readonly<Record<Tone, number>> = { going: 0, trouble: 1, rest: 2 };

/** Sites that are being read first, then those in trouble, each by name. */
export function sitesByUrgency(sites: readonly SiteStatus[]): SiteStatus[] {
  return [...sites].sort(
    (a, b) => TONE_ORDER[siteTone(a)] - TONE_ORDER[siteTone(b)] || a.name.localeCompare(b.name),
  );
}

/** One sentence that changes only when a run starts or ends, so that a screen reader is not flooded. */
export function progressSentence(totals: RunTotals): string {
  const { sites, going, troubled, everRead } = totals;
  if (sites === 0) return 'No site is configured.';
  const trouble = troubled === 0 ? '' : `, ${troubled} in trouble`;
  if (going > 0) return `Reading ${going} of ${count(sites, 'site')}${trouble}`;
  if (everRead === 0) return `${count(sites, 'site')} waiting for the first run`;
  return `Watching ${count(sites, 'site')}${trouble}`;
}

/** When the next run starts, over all sites; null when none is planned. */
export function nextRunAt(sites: readonly SiteStatus[]): string | null {
  const times = sites.flatMap((site) => (site.nextRunAt === null ? [] : [site.nextRunAt]));
  return times.sort().at(0) ?? null;
}

export type EmptyState = {
  readonly title: string;
  readonly text: string;
  readonly busy: boolean;
  readonly clearable: boolean;
  /** Alerts of other states may fit. */
  readonly elsewhere: boolean;
};

/** Which alerts a search looks through, as a sentence says it. */
const LOOKED_THROUGH: Readonly<Record<Exclude<ListView['state'], 'all'>, string>> = {
  open: 'open alerts',
  escalated: 'escalated alerts',
  snoozed: 'snoozed alerts',
  suppressed: 'hidden alerts',
  decided: 'decided alerts',
};

const OTHER_STATES = {
  escalated: { title: 'Nothing is escalated', text: 'What analysts pass on to the leads is listed here.' },
  snoozed: { title: 'Nothing is snoozed', text: 'What was put off is listed here until it wakes.' },
  suppressed: { title: 'Nothing is hidden', text: 'Alerts of a kind that leads hide are listed here.' },
  decided: { title: 'Nothing decided yet', text: 'Decided alerts are listed here.' },
} as const;

/** "2 escalated, 1 snoozed": what is undecided though nothing is open. */
function waitingElsewhere({ escalated, snoozed, suppressed }: Overview): string {
  const parts = [
    [escalated, 'escalated'],
    [snoozed, 'snoozed'],
    [suppressed, 'hidden'],
  ] as const;
  return parts
    .filter(([alerts]) => alerts > 0)
    .map(([alerts, state]) => `${alerts.toLocaleString('en')} ${state}`)
    .join(', ');
}

/** Why the list is empty and what happens next: an empty table alone would leave both open. */
export function emptyState(overview: Overview | undefined, view: ListView): EmptyState {
  const still = { busy: false, clearable: false, elsewhere: false };
  if (isNarrowed(view))
    return {
      ...still,
      title: 'No alert matches these filters',
      text:
        view.state === 'all'
          ? 'Loosen a filter to see more.'
          : `Only ${LOOKED_THROUGH[view.state]} were looked through. Look in all states, or loosen a filter.`,
      clearable: true,
      elsewhere: view.state !== 'all',
    };
  const other = view.state === 'open' || view.state === 'all' ? null : OTHER_STATES[view.state];
  if (other !== null) return { ...still, ...other };
  if (!overview)
    return { ...still, title: 'No alerts', text: 'Nothing is known of the sites at the moment.' };
  const totals = runTotals(overview.sites);
  const elsewhere = waitingElsewhere(overview);
  if (elsewhere !== '')
    return {
      ...still,
      busy: totals.going > 0,
      title: 'Nothing is open',
      text: `${elsewhere}. New alerts appear here by themselves.`,
    };
  const read = `${count(totals.pages, 'page')} and ${count(totals.listings, 'listing')} read so far.`;
  if (totals.sites === 0)
    return {
      ...still,
      title: 'No site is watched yet',
      text: 'An operator adds site files and applies them.',
    };
  if (totals.going > 0 && overview.decided === 0)
    return { ...still, busy: true, title: 'Crawling, first alerts in a moment', text: read };
  if (totals.going > 0) return { ...still, busy: true, title: 'All decided; crawling for more', text: read };
  if (overview.decided > 0)
    return { ...still, title: 'All decided', text: 'New alerts appear here by themselves.' };
  if (totals.everRead === 0)
    return {
      ...still,
      busy: true,
      title: 'Waiting for the first run',
      text: 'Alerts appear here by themselves.',
    };
  if (totals.troubled === totals.sites)
    return {
      ...still,
      title: 'No site could be read',
      text: overview.sites.find((site) => site.lastRun?.problem)?.lastRun?.problem ?? 'See the sites above.',
    };
  return { ...still, title: 'No alerts', text: `${read} Nothing in them called for review.` };
}
