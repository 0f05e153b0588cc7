/** Names, codes and CAS numbers that keep company with confirmed hits and stand on no list. */
import { z } from 'zod';

export const DISCOVERY_KINDS = ['cas', 'code', 'name'] as const;
export type DiscoveryKind = (typeof DISCOVERY_KINDS)[number];

/** How close it stands to a confirmed hit, the closest first. */
export const RELATIONS = [
  'also-known-as', // the text says that it is another name
  'same-row', // in one line, cell row or attribute with the hit
  'same-listing', // elsewhere in the listing
  'same-seller', // in another listing of the seller
] as const;
export type Relation = (typeof RELATIONS)[number];

export const DISCOVERY_STATES = ['new', 'accepted', 'dropped'] as const;

export const discovery = z.strictObject({
  id: z.int(),
  kind: z.enum(DISCOVERY_KINDS),
  /** As it was written first. */
  text: z.string(),
  score: z.number(),
  /** Listings and sellers that have it beside a confirmed hit. */
  listings: z.int(),
  sellers: z.int(),
  /** Substances of the hits beside it, the most frequent first. */
  beside: z.array(z.string()),
  evidence: z.array(z.strictObject({ relation: z.enum(RELATIONS), listing: z.int(), url: z.string() })),
  state: z.enum(DISCOVERY_STATES),
  /** Of which an accepted one is a draft term. */
  substance: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  foundAt: z.string(),
});
export type Discovery = z.infer<typeof discovery>;

/** An answer of a person: `substance` is needed to accept. */
export const discoveryDecision = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('accepted'), substance: z.string().min(1).max(100) }),
  z.strictObject({ state: z.literal('dropped') }),
]);
export type DiscoveryDecision = z.infer<typeof discoveryDecision>;

/** Those with a CAS number first, then by score. */
export const discoveryQuery = z.strictObject({
  state: z.enum(DISCOVERY_STATES).default('new'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type DiscoveryQuery = z.infer<typeof discoveryQuery>;
