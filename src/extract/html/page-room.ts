/** Room in which one page after another is taken apart: some megabytes that need not be asked for anew for each. */
import { openScanner, type Scanner } from './open-scanner.ts';

/** What was made of a page in a room is good until the next page is put there. */
export type PageRoom = {
  scanner: Scanner | null;
  /** {@link AddressIndex}. */
  slots: Int16Array;
};

export function newRoom(): PageRoom {
  return { scanner: null, slots: new Int16Array(0) };
}

/** Nearly every page is shorter. */
const USUAL = 1 << 17;
/** A scanner for longer pages is given back, since few pages need it. */
const MOST_KEPT = 1 << 20;

/** The room's scanner, for a page of so many units. */
export function scannerFor(room: PageRoom, units: number): Scanner {
  const { scanner } = room;
  const fits = scanner !== null && scanner.capacity >= units;
  if (fits && (scanner.capacity <= MOST_KEPT || units > MOST_KEPT)) return scanner;
  const opened = openScanner(Math.max(USUAL, 2 ** Math.ceil(Math.log2(units + 1))));
  room.scanner = opened;
  return opened;
}
