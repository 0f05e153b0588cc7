/** Holds what was read from a saved page against what a person expects of it. */

export type Difference = {
  /** Path of the value: ["listings", 0, "price", "amount"]. */
  readonly field: readonly (string | number)[];
  readonly expected: unknown;
  readonly found: unknown;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of objects only what is expected is compared; everything else must be the same. */
function differencesAt(field: readonly (string | number)[], expected: unknown, found: unknown): Difference[] {
  if (isObject(expected) && isObject(found)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      differencesAt([...field, key], value, found[key] ?? null),
    );
  }
  if (Array.isArray(expected) && Array.isArray(found) && expected.length === found.length)
    return expected.flatMap((value, at) => differencesAt([...field, at], value, found[at]));
  return Object.is(expected, found) ? [] : [{ field, expected, found }];
}

export type ReadPage = {
  readonly kind: string;
  readonly next: string | null;
  readonly listings: readonly unknown[];
};

export type ExpectedPage = {
  readonly kind: string;
  readonly next?: string | null | undefined;
  readonly count?: number | undefined;
  readonly listings?: readonly unknown[] | undefined;
};

/** In the order of the file. Listings beyond the expected ones are compared by their count only. */
export function differences(expected: ExpectedPage, found: ReadPage): Difference[] {
  const { kind, next, count, listings = [] } = expected;
  return [
    ...differencesAt(['kind'], kind, found.kind),
    ...(next === undefined ? [] : differencesAt(['next'], next, found.next)),
    ...(count === undefined ? [] : differencesAt(['count'], count, found.listings.length)),
    ...listings.flatMap((each, at) => differencesAt(['listings', at], each, found.listings[at] ?? null)),
  ];
}
