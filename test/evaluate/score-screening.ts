/** Screens texts whose truth is known, and strings that have broken other programs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Screener } from '../../src/screen/compile-watchlist.ts';

const cases = z.array(z.object({ id: z.string(), text: z.string(), expect: z.array(z.string()) }));

export type ScreeningScore = {
  readonly offers: number;
  readonly found: number;
  readonly innocent: number;
  readonly silent: number;
  /** Ids of offers that were missed and of innocent texts that alerted. */
  readonly wrong: readonly string[];
};

/** Of `screening-cases.json`; null where the folder has none. An offer is found when every substance of it alerts. */
export function scoreScreening(folder: string, screener: Screener, on: Date): ScreeningScore | null {
  const path = join(folder, 'screening-cases.json');
  if (!existsSync(path)) return null;
  const known = cases.parse(JSON.parse(readFileSync(path, 'utf8')));
  const right = known.filter(({ text, expect }) => {
    const { verdict, substances } = screener.screenText({ title: null, text }, on);
    const alerts = verdict === 'alert' ? substances : [];
    return expect.length === 0 ? alerts.length === 0 : expect.every((id) => alerts.includes(id));
  });
  const offers = known.filter(({ expect }) => expect.length > 0);
  const found = right.filter(({ expect }) => expect.length > 0).length;
  return {
    offers: offers.length,
    found,
    innocent: known.length - offers.length,
    silent: right.length - found,
    wrong: known.filter((each) => !right.includes(each)).map(({ id }) => id),
  };
}

/** Strings of `peer/blns.json` that were read to their end, each in title and text; null where the folder has none. */
export function screenNaughtyStrings(folder: string, screener: Screener, on: Date): number | null {
  const path = join(folder, 'peer', 'blns.json');
  if (!existsSync(path)) return null;
  const strings = z.array(z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
  for (const text of strings) {
    for (const { start, end, text: slice } of screener.screenText({ title: text, text }, on).hits) {
      if (text.slice(start, end) !== slice) throw new Error(`a span of ${JSON.stringify(text)} is wrong`);
    }
  }
  return strings.length;
}
