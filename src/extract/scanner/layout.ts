/** Where things stand in the scanner's memory: tables of fixed size, then room for one page. */
import { MAX_NESTING, MAX_PAGE_ATTRIBUTES, MAX_TAGS, PLACE, ROW, STRANGE_ROW } from '../html/page-numbers.ts';

/** Slots of a table of names: many times as many as there are names. A slot is the key of a name and its number. */
export const NAME_SLOTS: i32 = 2048;
export const NAME_SLOT: i32 = 16;
export const TAG_NAMES: usize = 1024;
export const ATTRIBUTE_NAMES: usize = TAG_NAMES + NAME_SLOTS * NAME_SLOT;

/** By number of a tag, what it means. */
export const MEANINGS: usize = ATTRIBUTE_NAMES + NAME_SLOTS * NAME_SLOT;
/** By number of a tag, which innermost elements its start tag ends: a byte for each number of a tag. */
export const ENDED: usize = MEANINGS + 256 * 4;

/** By number of an attribute, the first and the last of it in the page, counted from 1. */
export const FIRST_PLACES: usize = ENDED + 256 * 256;
export const LAST_PLACES: usize = FIRST_PLACES + 256 * 4;

/** The keys of the open elements, the outermost at 1. */
export const OPEN_KEYS: usize = LAST_PLACES + 256 * 4;
/** How many elements were left out, by a part of the keys of their names. */
export const DROPPED: usize = OPEN_KEYS + (MAX_NESTING + 2) * 8;
export const DROPPED_SLOTS: i32 = 4096;
/** Whether HTML's rules are off, by open element that changes it. */
export const FOREIGN: usize = DROPPED + DROPPED_SLOTS * 4;

/** Where the page stands, a byte for each unit. What follows moves with the length of the longest page. */
export const BYTES: usize = (FOREIGN + MAX_TAGS + 2 + 15) & ~15;
/** Sixteen bytes may be read at once, and a few are looked at behind the last. */
export const BEHIND: i32 = 32;

/** The UTF-16 units of which the bytes are made, or that are made of them. */
export let unitsAt: usize = 0;
export let rowsAt: usize = 0;
export let kindsAt: usize = 0;
export let placesAt: usize = 0;
export let strangeAt: usize = 0;

function aligned(at: usize): usize {
  return (at + 15) & ~15;
}

/** Grows the memory for pages of so many units. Traps where there is no more to be had. */
export function makeRoom(units: i32): void {
  unitsAt = aligned(BYTES + units + BEHIND);
  rowsAt = aligned(unitsAt + (units + BEHIND) * 2);
  // Every node stands for a unit of its own at least, every attribute for two, an element for three.
  const nodes = min(units, MAX_TAGS * 3) + 8;
  kindsAt = aligned(rowsAt + nodes * ROW * 4);
  placesAt = aligned(kindsAt + nodes);
  strangeAt = aligned(placesAt + (min(units / 2, MAX_PAGE_ATTRIBUTES) + 2) * PLACE * 4);
  const end = strangeAt + (min(units / 3, MAX_TAGS) + 2) * STRANGE_ROW * 4;
  const wanted = <i32>((end + 0xffff) >> 16);
  const more = wanted - memory.size();
  if (more > 0 && memory.grow(more) < 0) unreachable();
}
