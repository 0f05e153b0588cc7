/** Which alerts will be late: the queue played forward hour by hour, at the pace at which alerts come and are decided. */
import { SEVERITIES, type Severity } from '../model/assessment.ts';

/** Alerts of one severity whose time ends within the same hour from now; negative hours are over already. */
export type WaitingGroup = {
  readonly severity: Severity;
  readonly dueInHours: number;
  readonly alerts: number;
};

export type ForecastInput = {
  readonly waiting: readonly WaitingGroup[];
  /** Alerts an hour. */
  readonly intake: Readonly<Record<Severity, number>>;
  /** Decisions an hour, of any severity. */
  readonly pace: number;
  /** Hours from alert to decision. */
  readonly service: Readonly<Record<Severity, number>>;
};

type Group = { readonly dueAt: number; alerts: number };

/** Less than this is none: numbers are expectations, not whole alerts. */
const NOTHING = 1e-9;

/**
 * For each severity how many will have become late within each of the given hours; those that are late now are not
 * counted. Alerts are taken as `next` gives them: the severity's rank plus the share of its time that has passed.
 */
export function forecastLate(input: ForecastInput, hours: readonly number[]): Record<Severity, number[]> {
  const queues = startQueues(input.waiting);
  const late = Object.fromEntries(SEVERITIES.map((each) => [each, 0])) as Record<Severity, number>;
  const told = Object.fromEntries(SEVERITIES.map((each) => [each, [] as number[]])) as Record<
    Severity,
    number[]
  >;
  const last = Math.max(0, ...hours);
  for (let hour = 0; hour < last; hour += 1) {
    for (const severity of SEVERITIES) {
      const alerts = input.intake[severity];
      if (alerts > 0) queues[severity].push({ dueAt: hour + input.service[severity], alerts });
    }
    decideFor(queues, input, hour);
    for (const severity of SEVERITIES) {
      // Those in it whose time ends within this hour and who are still there.
      const due = queues[severity].filter(({ dueAt }) => dueAt >= hour && dueAt < hour + 1);
      late[severity] += due.reduce((sum, { alerts }) => sum + alerts, 0);
      if (hours.includes(hour + 1)) told[severity].push(Math.round(late[severity] * 10) / 10);
    }
  }
  return told;
}

function startQueues(waiting: readonly WaitingGroup[]): Record<Severity, Group[]> {
  const queues = Object.fromEntries(SEVERITIES.map((each) => [each, [] as Group[]])) as Record<
    Severity,
    Group[]
  >;
  for (const { severity, dueInHours, alerts } of waiting)
    queues[severity].push({ dueAt: dueInHours, alerts });
  for (const severity of SEVERITIES) queues[severity].sort((a, b) => a.dueAt - b.dueAt);
  return queues;
}

/** One hour's decisions, each on the most urgent that waits. */
function decideFor(queues: Record<Severity, Group[]>, input: ForecastInput, hour: number): void {
  let left = input.pace;
  while (left > NOTHING) {
    const [next] = SEVERITIES.flatMap((severity, rank) => {
      const head = queues[severity][0];
      if (head === undefined) return [];
      const passed = 1 - (head.dueAt - hour) / input.service[severity];
      return [{ severity, head, urgency: rank + passed }];
    }).toSorted((a, b) => b.urgency - a.urgency);
    if (next === undefined) return;
    const taken = Math.min(left, next.head.alerts);
    next.head.alerts -= taken;
    left -= taken;
    if (next.head.alerts <= NOTHING) queues[next.severity].shift();
  }
}
