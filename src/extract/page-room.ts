/** Room in which one page after another is taken apart: some hundred kilobytes that need not be asked for anew for each. */

/** What was made of a page in a room is good until the next page is taken apart in it. */
export type PageRoom = {
  /** {@link PageText}. */
  units: Uint16Array;
  /** {@link OutlineRows}. */
  numbers: Int32Array;
  kinds: Uint8Array;
  /** {@link AttributeTape}. */
  places: Int32Array;
  /** {@link AddressIndex}. */
  slots: Int16Array;
};

export function newRoom(): PageRoom {
  return {
    units: new Uint16Array(0),
    numbers: new Int32Array(0),
    kinds: new Uint8Array(0),
    places: new Int32Array(0),
    slots: new Int16Array(0),
  };
}

/** Of any of its arrays; larger ones are given back, since few pages need them. */
const MOST_KEPT = 1 << 20;

/** Keeps the arrays that a page has made longer for the pages after it. */
export function keepRoom(room: PageRoom, { numbers, kinds }: Pick<PageRoom, 'numbers' | 'kinds'>): void {
  const small = numbers.length <= MOST_KEPT;
  room.numbers = small ? numbers : new Int32Array(0);
  room.kinds = small ? kinds : new Uint8Array(0);
  if (room.units.length > MOST_KEPT) room.units = new Uint16Array(0);
  if (room.places.length > MOST_KEPT) room.places = new Int32Array(0);
}
