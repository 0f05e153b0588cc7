/** The wide sets of texts, written without sight of the matcher: how many offers alert, and that innocent texts are silent. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Screener } from '../src/screen/compile-watchlist.ts';
import { shippedScreener } from './support/shipped-watchlist.ts';

const FOLDER = new URL('./cases/', import.meta.url);
const set = z.array(
  z.object({
    id: z.string(),
    title: z.string().optional(),
    text: z.string(),
    expect: z.array(z.string()),
    category: z.string(),
  }),
);
const ON = new Date('2026-06-01T00:00:00Z');
const names = readdirSync(FOLDER).filter((name) => /^screening-set.*\.json$/.test(name));

/** What a change must not fall below; raised when it is passed. Innocent texts that alert are worse than offers missed. */
const LEAST_RECALL = 0.98;
const MOST_FALSE = 0.005;

let screener: Screener;
beforeAll(async () => {
  screener = await shippedScreener();
});

describe.each(names)('%s', (name) => {
  const cases = set.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
  const alertsOf = ({ title, text }: { title?: string | undefined; text: string }): readonly string[] => {
    const { verdict, substances } = screener.screenText({ title: title ?? null, text }, ON);
    return verdict === 'alert' ? substances : [];
  };

  it('finds the offers', () => {
    const offers = cases.filter((each) => each.expect.length > 0);
    const missed = offers.filter((each) => !each.expect.every((id) => alertsOf(each).includes(id)));
    const recall = 1 - missed.length / offers.length;
    console.log(`${name}: recall ${recall.toFixed(3)} of ${offers.length} offers; missed ${idsOf(missed)}`);
    expect(offers.length).toBeGreaterThan(100);
    expect(recall).toBeGreaterThanOrEqual(LEAST_RECALL);
  });

  it('leaves innocent texts alone', () => {
    const innocent = cases.filter((each) => each.expect.length === 0);
    const alerted = innocent.filter((each) => alertsOf(each).length > 0);
    console.log(`${name}: ${alerted.length} of ${innocent.length} innocent texts alert: ${idsOf(alerted)}`);
    expect(innocent.length).toBeGreaterThan(100);
    expect(alerted.length / innocent.length).toBeLessThanOrEqual(MOST_FALSE);
  });
});

function idsOf(cases: readonly { id: string }[]): string {
  return cases.map(({ id }) => id).join(', ') || 'none';
}
