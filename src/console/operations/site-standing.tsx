/** How a site stands: its last run, its schedule in words, and what keeps it from having its turns. */
import { Link } from 'react-router';
import type { SiteOverview } from '../../model/site-api.ts';
import { Age, Moment } from '../age.tsx';
import { useNow } from '../use-now.ts';
import { count } from '../words.ts';
import { RunBadge } from './run-badge.tsx';

export function LastRun({ site }: { site: SiteOverview }) {
  const [run] = site.runs;
  const now = useNow();
  if (run === undefined) return <span className="dim">none yet</span>;
  return (
    <>
      <RunBadge status={run.status} /> <Link to={`/operations/runs/${run.id}`}>{run.id}</Link>
      <span className="dim">
        {' '}
        {count(run.pages, 'page')}, {count(run.listings, 'listing')},{' '}
        <Age at={run.finishedAt ?? run.queuedAt} now={now} ago />
      </span>
      {run.problem !== null && <div className="late small">{run.problem}</div>}
    </>
  );
}

export function isHindered({ hold, blocked, overrides }: SiteOverview): boolean {
  return hold !== null || blocked !== null || Object.values(overrides).some((reason) => reason !== null);
}

export function Hindrance({ site }: { site: SiteOverview }) {
  const { hold, blocked, overrides } = site;
  const ignored = Object.entries(overrides).filter(([, reason]) => reason !== null);
  return (
    <>
      {hold !== null && (
        <div>
          <span className="badge unverified">{hold.mode}</span>
          {hold.scope === 'all' && ' of every site'} by {hold.by}: {hold.reason}
        </div>
      )}
      {blocked !== null && (
        <div>
          <span className="badge unverified">{blocked.kind === 'down' ? 'Down' : 'Blocked'}</span> until{' '}
          <Moment at={blocked.until} />: {blocked.reason}
        </div>
      )}
      {ignored.map(([name, reason]) => (
        <div key={name} className="dim">
          {name} overridden: {String(reason)}
        </div>
      ))}
    </>
  );
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** "every 6 hours, 08:00-20:00 Asia/Shanghai", "every hour". */
export function scheduleWords({ cron, everySeconds, window, timezone }: SiteOverview['schedule']): string {
  const [unit, size] = UNITS.find(([, each]) => everySeconds % each === 0) ?? (['second', 1] as const);
  const number = everySeconds / size;
  const turns = cron === undefined ? `every ${number === 1 ? unit : count(number, unit)}` : `at ${cron}`;
  const zone = cron === undefined && window === null ? '' : ` ${timezone}`;
  return `${[turns, ...(window === null ? [] : [window])].join(', ')}${zone}`;
}
