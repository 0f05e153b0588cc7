/** The one interface between whatever takes HTML apart and what reads it. */
import type { PageText } from './code-units.ts';
import type { FoldedText } from './fold-text.ts';
import type { Node, OutlineRows } from './outline-rows.ts';

export type VisitPlace = (node: Node, text: PageText, from: number, to: number, encoded: boolean) => void;

/** Reads what the numbers of a row point to. */
export type HtmlSource = {
  /** Visits the elements that have an attribute of this name, in the order of the page. */
  eachBearing(name: string, visit: (node: Node, value: string) => void): void;
  /** Those elements by their value: what is asked of a value is asked once, however many elements bear it. */
  bearing(name: string): ReadonlyMap<string, readonly Node[]>;
  /** Value of the first attribute of this name (in lower case); undefined where there is none, '' where it has no value. */
  attribute(from: number, to: number, name: string): string | undefined;
  /** The same, without making a string of each: `visit` reads `text` between the places, in which entities stand as they are written where it is `encoded`. */
  eachPlace(name: string, visit: VisitPlace): void;
  /** All attributes, names in lower case, entities decoded. */
  attributes(from: number, to: number): Record<string, string>;
  text(from: number, to: number, raw: boolean): string;
  /** Adds the same text with its white space folded, without making a string of it first. */
  foldText(from: number, to: number, raw: boolean, folded: FoldedText): void;
  /** How many characters of it surely are no white space, up to the first entity. */
  inkOf(from: number, to: number, raw: boolean): number;
};

/**
 * Takes the page apart once; every element it opens it closes. Never throws on what a server sends. What it gives is good until the
 * next page is put where this one lies.
 */
export type HtmlFeed = (page: PageText) => { readonly rows: OutlineRows; readonly source: HtmlSource };
