/** Opened and decided, day by day or week by week: whether the desk keeps up, as a picture with its figures below. */
import type { Figures } from '../../model/figures-api.ts';
import { FactsTable } from '../facts-table.tsx';
import { Card } from '../page.tsx';
import { count } from '../words.ts';
import { Key, shown } from './bars.tsx';

type Step = {
  readonly from: string;
  readonly days: number;
  readonly opened: number;
  readonly decided: number;
};

/** More bars than this are no picture any more: then seven days are one. */
const MOST_DAYS = 45;

export function trendSteps(trend: Figures['trend']): Step[] {
  const length = trend.length > MOST_DAYS ? 7 : 1;
  const steps: Step[] = [];
  // From the last day back: the step that is not whole is the oldest one.
  for (let end = trend.length; end > 0; end -= length) {
    const days = trend.slice(Math.max(0, end - length), end);
    const sum = (of: 'opened' | 'decided') => days.reduce((all, day) => all + day[of], 0);
    steps.unshift({
      from: days[0]?.day ?? '',
      days: days.length,
      opened: sum('opened'),
      decided: sum('decided'),
    });
  }
  return steps;
}

export function TrendCard({ trend }: { trend: Figures['trend'] }) {
  const steps = trendSteps(trend);
  const most = Math.max(...steps.flatMap(({ opened, decided }) => [opened, decided]), 1);
  const weekly = steps.some(({ days }) => days > 1);
  const sum = (of: 'opened' | 'decided') => shown(trend.reduce((all, day) => all + day[of], 0));
  return (
    <Card title={weekly ? 'Opened and decided, week by week' : 'Opened and decided, day by day'}>
      <p className="dim small">
        {sum('opened')} opened, {sum('decided')} decided in {count(trend.length, 'day')}; days end at midnight
        UTC.
      </p>
      <div
        className="trend"
        role="img"
        aria-label={`Alerts opened and decided, at most ${shown(most)} at a time`}
      >
        {steps.map((step) => (
          <span key={step.from} className="trend-step" title={stepWords(step)}>
            <span className="tone-opened" style={{ height: `${(100 * step.opened) / most}%` }} />
            <span className="tone-decided" style={{ height: `${(100 * step.decided) / most}%` }} />
          </span>
        ))}
      </div>
      <p className="trend-ends dim small">
        <span>{steps[0]?.from}</span>
        <span>{steps.at(-1)?.from}</span>
      </p>
      <Key
        parts={[
          { name: 'opened', tone: 'tone-opened' },
          { name: 'decided', tone: 'tone-decided' },
        ]}
      />
      <details>
        <summary className="small">As a table</summary>
        <FactsTable
          label="Alerts opened and decided"
          nothing="Nothing was opened or decided."
          rows={steps.toReversed()}
          keyOf={({ from }) => from}
          columns={[
            { head: weekly ? 'From' : 'Day', cell: ({ from }) => from },
            { head: 'Opened', numeric: true, cell: ({ opened }) => shown(opened) },
            { head: 'Decided', numeric: true, cell: ({ decided }) => shown(decided) },
          ]}
        />
      </details>
    </Card>
  );
}

function stepWords({ from, days, opened, decided }: Step): string {
  return `${days > 1 ? `${count(days, 'day')} from ${from}` : from}: ${shown(opened)} opened, ${shown(decided)} decided`;
}
