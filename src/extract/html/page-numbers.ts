/**
 * What the scanner and whoever reads the places that it writes agree on. The scanner is compiled from its own dialect: here stand
 * whole numbers and nothing else.
 */

/** Kinds of nodes that are no element that HTML knows: a text, a text in which nothing is decoded, an element of another name. */
export const TEXT = 0;
export const RAW_TEXT = 1;
export const STRANGE = 255;
/** What holds all of a page; no tag makes it. */
export const WHOLE_PAGE = 2;

/** Fields of a node's row. Attributes of an element, or the characters of a text, are between `FROM` and `TO`. */
export const PARENT = 0;
export const END = 1;
export const FROM = 2;
export const TO = 3;
export const ROW = 4;

/** Fields of an attribute: the number of its name, where name and value start and end, its node, and the next attribute of the same number (0: none). */
export const NAME = 0;
export const NAME_FROM = 1;
export const NAME_TO = 2;
export const VALUE_FROM = 3;
export const VALUE_TO = 4;
export const BEARER = 5;
export const NEXT = 6;
export const PLACE = 7;

/** Fields of an element of a name that HTML does not know: its node, and where its name starts and ends. */
export const STRANGE_NODE = 0;
export const STRANGE_FROM = 1;
export const STRANGE_TO = 2;
export const STRANGE_ROW = 3;

/** What a tag means, as a sum. Void: it has no content and no end tag. */
export const IS_VOID = 1;
/** A "<" in it is text until its own end tag. */
export const IS_RAW = 2;
/** Entities in its raw text are decoded. */
export const IS_DECODED = 4;
/** In it a tag that ends in "/>" has no content. */
export const IS_FOREIGN = 8;
/** Within a foreign one HTML's rules hold again. */
export const IS_HTML = 16;
/** A stray end tag makes one. */
export const IS_BREAK = 32;
/** A stray end tag makes an empty one. */
export const IS_PARAGRAPH = 64;
/** With the attribute that says so it is the one that {@link IS_SHADOW} marks. */
export const IS_TEMPLATE = 128;
export const IS_SHADOW = 256;

/** Attributes of one element; real ones have some dozens at most. What follows is passed over. */
export const MAX_ATTRIBUTES = 200;
/** Of one page; real pages have some ten thousand at most. */
export const MAX_PAGE_ATTRIBUTES = 400_000;
/** Start and end tags of one page; real pages have some thousands. What follows is not read. */
export const MAX_TAGS = 120_000;
/** Real pages stay below 100. Elements nested deeper are left out, their text stays. */
export const MAX_NESTING = 256;
