/** How fast a series of samples grows after warm-up: the slope of the line through them, over all of their time. */

/** What is judged. What is kept on purpose up to a fixed number, as ended jobs and compiled code are, is only shown; `resident` holds all. */
export const SERIES = ['heap', 'buffers', 'resident', 'handles', 'connections', 'rows'] as const;
export type Sample = Readonly<
  Record<(typeof SERIES)[number] | 'minute' | 'code' | 'ended' | 'database', number>
>;

/** Share of the time that counts as warm-up. */
const WARM_UP = 0.25;
const GOAL = 0.05;
/** A few more or less of what is few is no growth. */
const LEAST = 20;

export type Growth = { readonly name: string; readonly share: number; readonly grows: boolean };

/** Least squares over the minutes at which the samples were taken; the rise as a share of their mean. */
function growth(samples: readonly { readonly minute: number; readonly value: number }[]): number {
  const mean = (of: (each: (typeof samples)[number]) => number) =>
    samples.reduce((sum, each) => sum + of(each), 0) / samples.length;
  const [middle, level] = [mean(({ minute }) => minute), mean(({ value }) => value)];
  const spread = samples.reduce((sum, { minute }) => sum + (minute - middle) ** 2, 0);
  if (spread === 0) return 0;
  const together = samples.reduce((sum, { minute, value }) => sum + (minute - middle) * (value - level), 0);
  const time = (samples.at(-1)?.minute ?? 0) - (samples[0]?.minute ?? 0);
  return ((together / spread) * time) / Math.max(level, LEAST);
}

export function judgeGrowth(samples: readonly Sample[]): Growth[] {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP));
  return SERIES.map((name) => {
    const share = growth(warm.map((each) => ({ minute: each.minute, value: each[name] })));
    return { name, share, grows: share > GOAL };
  });
}
