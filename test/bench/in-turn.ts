/** Times several ways of doing the same, in turn and by processor time, so that a machine that drifts or is busy moves all of them alike. */

/**
 * Seconds of each way, by round, after some rounds to warm up: what has much code is compiled later than what has little.
 */
function timesInTurn<Name extends string>(
  rounds: number,
  ways: Readonly<Record<Name, () => void>>,
  warmUp = 1,
): Record<Name, number[]> {
  const names = Object.keys(ways) as Name[];
  const times = Object.fromEntries(names.map((name): [Name, number[]] => [name, []])) as Record<
    Name,
    number[]
  >;
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const name of names) {
      const started = process.cpuUsage();
      ways[name]();
      const { user, system } = process.cpuUsage(started);
      if (round >= 0) times[name].push((user + system) / 1e6);
    }
  }
  return times;
}

/** Median seconds of each. */
export function inTurn<Name extends string>(
  rounds: number,
  ways: Readonly<Record<Name, () => void>>,
  warmUp = 1,
): Record<Name, number> {
  const times = timesInTurn(rounds, ways, warmUp);
  const names = Object.keys(times) as Name[];
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A benchmark that finds something else than it should measures something else than it says. @throws Error */
export function expectCount(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: ${found} found, ${wanted} expected`);
}
