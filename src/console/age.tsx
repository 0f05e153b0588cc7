/** A moment as an age (for a column, or with `ago` for a sentence) or as local time; the other stands in the tooltip, the exact one in the markup. */
import { exactTime, localTime, relativeAge } from './relative-age.ts';

export function Age({ at, now, ago = false }: { at: string; now: Date; ago?: boolean }) {
  const age = relativeAge(at, now);
  const past = ago && age !== null && /^\d/.test(age);
  return (
    <time dateTime={at} title={localTime(at)}>
      {age ?? localTime(at)}
      {past && ' ago'}
    </time>
  );
}

export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {localTime(at)}
    </time>
  );
}

/** To the second, where the order of things matters. */
export function ExactMoment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {exactTime(at)}
    </time>
  );
}

/** From one moment to another, or the one moment that it was. */
export function Span({ from, to }: { from: string; to: string }) {
  if (localTime(from) === localTime(to)) return <Moment at={from} />;
  return (
    <>
      <Moment at={from} /> – <Moment at={to} />
    </>
  );
}
