/** What the sites are doing right now: sums, and one chip per site, those being read first. */
import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import type { Overview, SiteStatus } from '../../model/overview-api.ts';
import { Age, Moment } from '../age.tsx';
import { useNow } from '../use-now.ts';
import { count, RUN_STATUS_WORDS } from '../words.ts';
import { nextRunAt, progressSentence, runTotals, sitesByUrgency, siteTone } from './run-progress.ts';

/** Chips that fit beside the sums. What rests needs nobody's eyes: it is shown when it is asked for. */
const FEW = 4;

/** Its room is there before what stands in it: the list below does not move. */
export function RunStrip({ overview }: { overview: Overview | undefined }) {
  return (
    <section className="run-strip" aria-label="Progress of the runs">
      {overview && <Progress overview={overview} />}
    </section>
  );
}

function Progress({ overview }: { overview: Overview }) {
  const [all, setAll] = useState(false);
  const now = useNow();
  const totals = runTotals(overview.sites);
  const sites = sitesByUrgency(overview.sites);
  const next = totals.going === 0 ? nextRunAt(overview.sites) : null;
  const shown = all ? sites : sites.filter((site) => siteTone(site) !== 'rest').slice(0, FEW);
  const hidden = sites.length - shown.length;
  return (
    <>
      <div className="run-sums">
        {totals.going > 0 && <Loader size={12} aria-hidden="true" />}
        <strong role="status" aria-live="polite">
          {progressSentence(totals)}
        </strong>
        <span className="dim">
          {count(totals.pages, 'page')}, {count(totals.listings, 'listing')}
          {next !== null && (
            <>
              {' · next run '}
              <Age at={next} now={now} />
            </>
          )}
        </span>
      </div>
      <ul className="run-sites">
        {shown.map((site) => (
          <SiteChip key={site.id} site={site} />
        ))}
        {(all || hidden > 0) && (
          <li>
            <Button size="compact-xs" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : shown.length === 0 ? 'Show the sites' : `${hidden} more`}
            </Button>
          </li>
        )}
      </ul>
    </>
  );
}

function SiteChip({ site }: { site: SiteStatus }) {
  const run = site.lastRun;
  const { blocked } = site;
  return (
    <li className={`run-site tone-${siteTone(site)}`} title={run?.problem ?? blocked?.reason}>
      <span className="run-dot" aria-hidden="true" />
      <span className="run-name">{site.name}</span>
      <span className="run-status">{run === null ? 'not read yet' : RUN_STATUS_WORDS[run.status]}</span>
      {run !== null && (
        <span className="dim numeric">
          {count(run.pages, 'page')} · {count(run.listings, 'listing')}
        </span>
      )}
      {blocked !== null && (
        <span className="dim">
          {blocked.kind === 'down' ? 'is down' : 'keeps us out'}: left alone until{' '}
          <Moment at={blocked.until} />
        </span>
      )}
    </li>
  );
}
