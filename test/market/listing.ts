/** What the market offers: the listing that a shop draws, and the truth that a test compares with. */
import type { Language } from './content.ts';

/** The named ways in which an identifier is written; the names are those of the product's hits. */
export type Technique =
  | 'name'
  | 'cas'
  | 'cas-separators'
  | 'encoded'
  | 'invisible'
  | 'lookalike'
  | 'leet'
  | 'inserted'
  | 'spelled-out'
  | 'reversed'
  | 'split'
  | 'misspelled';

export type Kind = 'positive' | 'negative' | 'ordinary';

/** A paragraph of a description, or one row of table cells inside it. */
export type Block = { readonly text: string } | { readonly cells: readonly string[] };

export type MarketSeller = {
  readonly id: string;
  readonly shop: string;
  readonly name: string;
  /** Profile page; null where the shop itself sells. */
  readonly path: string | null;
  /** The invented person behind it: the same person may sell on several shops, with the same contacts. */
  readonly person: string;
  readonly language: Language;
  readonly contacts: readonly { readonly kind: string; readonly value: string }[];
};

export type MarketListing = {
  readonly id: string;
  readonly shop: string;
  /** Rises with time within a shop; part of the path, never used twice. */
  readonly number: number;
  readonly path: string;
  readonly offer: string;
  readonly seller: MarketSeller;
  readonly language: Language;
  readonly kind: Kind;
  readonly category: string;
  readonly technique: Technique | null;
  readonly substances: readonly string[];
  /** The identifier exactly as it stands in the text; empty where nothing watched is offered. */
  readonly shown: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Euro; each shop prints it in its own money. 0: no price. */
  readonly price: number;
  readonly quantity: string | null;
  readonly cas: string | null;
  readonly brand: string | null;
  readonly colour: string | null;
  readonly condition: string | null;
  readonly section: string;
  readonly city: string;
  readonly inStock: boolean;
  /** ISO date. */
  readonly postedAt: string;
  /** ISO date of the last edit; that of posting where there was none. */
  readonly changedAt: string;
};

/** A description as plain text, one block a line. */
export function descriptionText(blocks: readonly Block[]): string {
  return blocks.map((block) => ('text' in block ? block.text : block.cells.join(' | '))).join('\n');
}
