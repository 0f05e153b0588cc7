/** Are two sellers one? What speaks for it, how strongly, and what an analyst has decided. */

import type { LINK_SIGNS, LinkEvidence, SellerVerdict } from '../model/offer.ts';

export type LinkSign = (typeof LINK_SIGNS)[number];

/** Strength 0–1 of each kind of evidence, as if it stood alone. */
const STRENGTHS = {
  phone: 0.9,
  email: 0.9,
  wallet: 0.9,
  handle: 0.85,
  domain: 0.6,
  name: 0.4,
  text: 0.45,
  picture: 0.4,
} as const satisfies Record<LinkSign, number>;

export type SellerLink = {
  /** 0–1. */
  readonly strength: number;
  readonly evidence: readonly LinkEvidence[];
  /** What an analyst said; it outweighs all evidence. */
  readonly verdict: SellerVerdict | null;
};

/** From this strength on two sellers are taken for one. A text and a picture alone never reach it: shops copy both. */
export const ONE_SELLER = 0.8;

/** Contacts on both sides and none in common: what else they share counts for little. */
const OTHER_CONTACTS = 0.6;

/** "phone:+44…" → phone. Messengers other than those by phone number are handles. */
export function signOfContact(key: string): LinkSign {
  const kind = key.slice(0, key.indexOf(':'));
  return kind === 'phone' || kind === 'email' || kind === 'wallet' || kind === 'domain' ? kind : 'handle';
}

/**
 * Evidence of different kinds adds up as independent chances to be wrong; more of one kind adds nothing.
 * @param contactsDiffer both give contacts that name somebody, and share none
 */
export function linkSellers(
  evidence: readonly LinkEvidence[],
  contactsDiffer: boolean,
  verdict: SellerVerdict | null,
): SellerLink {
  const signs = new Set(evidence.map(({ sign }) => sign));
  const wrong = [...signs].reduce((chance, sign) => chance * (1 - STRENGTHS[sign]), 1);
  const strength = (1 - wrong) * (contactsDiffer ? OTHER_CONTACTS : 1);
  return { strength: verdict === 'confirmed' ? 1 : verdict === 'cut' ? 0 : strength, evidence, verdict };
}

export function isOneSeller({ strength }: Pick<SellerLink, 'strength'>): boolean {
  return strength >= ONE_SELLER;
}
