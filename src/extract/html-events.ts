/** The one interface between whatever takes HTML apart and what reads it: elements open and close in order, text stands between. */

/**
 * What a pass over a page tells. Elements are properly nested: every `open` has its `close`. Attributes and text are
 * given as two numbers each, with which an {@link HtmlSource} reads them when somebody asks.
 */
export type HtmlEvents = {
  /** `name` is in lower case. */
  open(name: string, from: number, to: number): void;
  /** `raw` is text in which "&amp;" stands for itself: of a script, style or text area. */
  text(from: number, to: number, raw: boolean): void;
  /** The innermost open element ends. */
  close(): void;
};

/** Reads what the events point to. */
export type HtmlSource = {
  /** False where no element of the page has an attribute of this name; true where one may have. */
  bears(name: string): boolean;
  /** Value of the first attribute of this name (in lower case); undefined where there is none, '' where it has no value. */
  attribute(from: number, to: number, name: string): string | undefined;
  /** All attributes, names in lower case, entities decoded. */
  attributes(from: number, to: number): Record<string, string>;
  text(from: number, to: number, raw: boolean): string;
};

/** Takes the page apart once, telling `events` in document order. Never throws on what a server sends. */
export type HtmlFeed = (html: string, events: HtmlEvents) => HtmlSource;

/** Of one element; real ones have some dozens at most. What follows is passed over. */
export const MAX_ATTRIBUTES = 200;
/** Of one page; real pages have some ten thousand at most. */
export const MAX_PAGE_ATTRIBUTES = 400_000;
/** Start and end tags of one page; real pages have some thousands. What follows is not read. */
export const MAX_TAGS = 120_000;
/** Real pages stay below 100. Elements nested deeper are left out, their text stays. */
export const MAX_NESTING = 256;
