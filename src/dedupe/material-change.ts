/** Is there something new for an analyst to see? Compares what an alert has shown with what an assessment found. */
import { z } from 'zod';
import type { Assessment, Severity } from '../model/assessment.ts';
import { SEVERITIES } from '../model/assessment.ts';
import type { Listing } from '../model/listing.ts';
import type { RevisionCause } from '../model/offer.ts';
import { quantityOf } from './quantity.ts';

const range = z.tuple([z.number(), z.number()]);
type Range = z.infer<typeof range>;

/** What an alert stands on, gathered over all listings of its offer. It only grows, so the same crawl twice revises nothing. */
export const alertFacts = z.strictObject({
  substances: z.array(z.string()),
  /** Identifiers under which the substances were offered. */
  identifiers: z.array(z.string()),
  severity: z.enum(SEVERITIES),
  score: z.number(),
  /** Least and most that was shown to an analyst, by currency and unit. */
  prices: z.record(z.string(), range).default({}),
  /** In grams or millilitres. */
  quantities: range.nullable().default(null),
});
export type AlertFacts = z.infer<typeof alertFacts>;

/** `causes` is empty when there is nothing new to see. */
export type FactChange = {
  readonly facts: AlertFacts;
  readonly changed: boolean;
  readonly causes: readonly RevisionCause[];
};

/** So many times more or less than was shown before is another class of price or quantity. */
const NEW_CLASS = { price: 3, quantity: 10 } as const;
const MOST_PRICES = 20;

function union(before: readonly string[], after: readonly string[]): string[] {
  return [...new Set([...before, ...after])].sort();
}

function higher(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

/** What of a listing tells how much is asked for how much. */
export type Offered = Pick<Listing, 'price' | 'quantity' | 'title' | 'description'>;

function pricesOf(offered: Offered | null): AlertFacts['prices'] {
  const price = offered?.price ?? null;
  const amount = Number(price?.amount ?? Number.NaN);
  if (price === null || !(amount > 0) || amount === Number.POSITIVE_INFINITY) return {};
  return { [`${price.currency ?? '?'}/${price.unit ?? ''}`]: [amount, amount] };
}

function quantitiesOf(offered: Offered | null): Range | null {
  const quantity = offered === null ? null : quantityOf(offered);
  return quantity === null ? null : [quantity, quantity];
}

function factsOf(assessment: Assessment, offered: Offered | null): AlertFacts {
  const carried = assessment.hits.filter((hit) => assessment.substances.includes(hit.substance));
  return {
    substances: [...assessment.substances].sort(),
    identifiers: union(
      [],
      carried.map((hit) => hit.term),
    ),
    severity: assessment.severity,
    score: assessment.score,
    prices: pricesOf(offered),
    quantities: quantitiesOf(offered),
  };
}

/** What was shown stays as it is until something lies well outside: small steps add up against it, and are seen in the end. */
function widen(shown: Range, now: Range, times: number): { readonly range: Range; readonly wider: boolean } {
  const wider = now[0] * times < shown[0] || now[1] > shown[1] * times;
  return { range: wider ? [Math.min(shown[0], now[0]), Math.max(shown[1], now[1])] : shown, wider };
}

function mergePrices(before: AlertFacts['prices'], now: AlertFacts['prices']) {
  let wider = false;
  const prices = { ...before };
  for (const [unit, found] of Object.entries(now)) {
    const shown = prices[unit];
    if (shown === undefined) {
      // A price in another currency is no news: it cannot be compared.
      if (Object.keys(prices).length < MOST_PRICES) prices[unit] = found;
      continue;
    }
    const merged = widen(shown, found, NEW_CLASS.price);
    prices[unit] = merged.range;
    wider ||= merged.wider;
  }
  return { prices, wider };
}

function mergeQuantities(before: Range | null, now: Range | null) {
  if (before === null || now === null) return { range: before ?? now, wider: false };
  return widen(before, now, NEW_CLASS.quantity);
}

/** Both together, and what of `now` was not in `before`. */
export function joinFacts(before: AlertFacts, now: AlertFacts): FactChange {
  const priced = mergePrices(before.prices, now.prices);
  const amounts = mergeQuantities(before.quantities, now.quantities);
  const facts: AlertFacts = {
    substances: union(before.substances, now.substances),
    identifiers: union(before.identifiers, now.identifiers),
    severity: higher(before.severity, now.severity),
    score: Math.max(before.score, now.score),
    prices: priced.prices,
    quantities: amounts.range,
  };
  const signs: readonly (readonly [boolean, RevisionCause])[] = [
    [facts.substances.length > before.substances.length, 'new-substance'],
    [facts.identifiers.length > before.identifiers.length, 'new-identifier'],
    [facts.severity !== before.severity, 'higher-severity'],
    [priced.wider, 'price-class'],
    [amounts.wider, 'quantity-class'],
  ];
  const causes = signs.flatMap(([holds, cause]) => (holds ? [cause] : []));
  return { facts, causes, changed: causes.length > 0 };
}

/**
 * A change is material when another substance, another identifier or a higher severity appears, or a price or quantity of
 * another class; a mere score is not.
 */
export function mergeFacts(
  before: AlertFacts | null,
  assessment: Assessment,
  offered: Offered | null = null,
): FactChange {
  const now = factsOf(assessment, offered);
  return before === null ? { facts: now, changed: true, causes: ['opened'] } : joinFacts(before, now);
}
