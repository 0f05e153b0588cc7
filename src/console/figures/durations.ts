/** Spans of time in words short enough for a chart. */

/** "45 s", "12 min", "3.5 h", "2.1 d". */
export function duration(seconds: number): string {
  const steps = [
    { unit: 'd', size: 86_400 },
    { unit: 'h', size: 3600 },
    { unit: 'min', size: 60 },
  ];
  const step = steps.find(({ size }) => seconds >= size);
  if (step === undefined) return `${Math.round(seconds)} s`;
  const amount = seconds / step.size;
  return `${amount.toLocaleString('en', { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${step.unit}`;
}

/** "under 1 h", "1–4 h", "1–3 d", "over 7 d": the classes that the ends part, in order. */
export function ageClasses(hours: readonly number[]): string[] {
  const words = (each: number) => (each % 24 === 0 ? `${each / 24} d` : `${each} h`);
  const between = hours.slice(1).map((end, index) => `${words(hours[index] ?? 0)} – ${words(end)}`);
  return [`under ${words(hours[0] ?? 0)}`, ...between, `over ${words(hours.at(-1) ?? 0)}`];
}
