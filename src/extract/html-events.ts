/** The one interface between whatever takes HTML apart and what reads it. */
import type { PageText } from './code-units.ts';
import type { FoldedText } from './fold-text.ts';
import type { Node, OutlineRows } from './outline-rows.ts';
import type { PageRoom } from './page-room.ts';

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
 * Takes the page apart once, telling the rows in document order; every element it opens it closes. Never throws on what a
 * server sends. The source reads in the room.
 */
export type HtmlFeed = (page: PageText, rows: OutlineRows, room: PageRoom) => HtmlSource;

/** Of one element; real ones have some dozens at most. What follows is passed over. */
export const MAX_ATTRIBUTES = 200;
/** Of one page; real pages have some ten thousand at most. */
export const MAX_PAGE_ATTRIBUTES = 400_000;
/** Start and end tags of one page; real pages have some thousands. What follows is not read. */
export const MAX_TAGS = 120_000;
/** Real pages stay below 100. Elements nested deeper are left out, their text stays. */
export const MAX_NESTING = 256;
