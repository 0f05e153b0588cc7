/** Opens the scanner: compiled code of our own (src/extract/scanner) with a memory in which one page after another is taken apart. */
import { readFileSync } from 'node:fs';
import { ATTRIBUTE_NAMES } from './attribute-names.ts';
import { once } from './once.ts';
import { SHADOW_ROOT } from './shadow-roots.ts';
import { TAG_KINDS, tagNumber } from './tag-kinds.ts';

/** What `scanner/scan-page.ts` exports; places are bytes of its memory. */
type Exports = {
  readonly memory: WebAssembly.Memory;
  readonly makeRoom: (units: number) => void;
  readonly unitsAt: () => number;
  readonly bytesAt: () => number;
  readonly rowsAt: () => number;
  readonly kindsAt: () => number;
  readonly placesAt: () => number;
  readonly firstPlacesAt: () => number;
  readonly strangeAt: () => number;
  readonly placesTaken: () => number;
  readonly strangeTaken: () => number;
  readonly learnTag: (bytes: number, number: number, meaning: number) => void;
  readonly learnEnded: (number: number, ended: number) => void;
  readonly learnAttribute: (bytes: number, number: number, declaresShadow: number) => void;
  readonly widenBytes: (count: number) => void;
  readonly narrowUnits: (count: number) => void;
  readonly scan: (units: number) => number;
};

/** Its arrays lie in its memory and change with each page. */
export type Scanner = {
  /** Units of the longest page that it can hold. */
  readonly capacity: number;
  /** A byte for each unit of the page, of which {@link Scanner.widen} makes as many units. */
  readonly bytes: Uint8Array;
  readonly widen: (count: number) => void;
  /** UTF-16 units of the page, of which {@link Scanner.narrow} makes as many bytes. */
  readonly units: Uint16Array;
  readonly narrow: (count: number) => void;
  /** Takes the page of so many units apart; returns how many nodes it has. */
  readonly scan: (units: number) => number;
  /** `ROW` numbers a node, and its kind. */
  readonly numbers: Int32Array;
  readonly kinds: Uint8Array;
  /** `PLACE` numbers an attribute, and how many numbers there are. */
  readonly places: Int32Array;
  readonly placesTaken: () => number;
  /** By number of a name, the place of the first attribute that bears it, counted from 1; 0 where none does. */
  readonly firstPlaces: Int32Array;
  /** `STRANGE_ROW` numbers an element of a name that HTML does not know, and how many numbers there are. */
  readonly strange: Int32Array;
  readonly strangeTaken: () => number;
};

/** What the sources beside it are compiled to (`npm run scanner`); a test holds it against them. */
const FILE = new URL('../scanner/scanner.wasm', import.meta.url);

const scannerModule = once(() => new WebAssembly.Module(readFileSync(FILE)));

function teach(scanner: Exports): void {
  const bytes = Buffer.from(scanner.memory.buffer, scanner.bytesAt());
  const spell = (name: string) => bytes.write(name, 'latin1');
  for (const { name, number, meaning, ends } of TAG_KINDS) {
    scanner.learnTag(spell(name), number, meaning);
    for (const ended of ends) scanner.learnEnded(number, tagNumber(ended));
  }
  for (const [at, name] of ATTRIBUTE_NAMES.entries()) {
    scanner.learnAttribute(spell(name), at + 1, name === SHADOW_ROOT ? 1 : 0);
  }
}

/** @throws RangeError where there is no memory for a page of so many units */
export function openScanner(capacity: number): Scanner {
  const instance = new WebAssembly.Instance(scannerModule());
  const scanner = instance.exports as unknown as Exports;
  scanner.makeRoom(capacity);
  teach(scanner);
  const { buffer } = scanner.memory;
  const numbersFrom = (start: number, end = buffer.byteLength) =>
    new Int32Array(buffer, start, (end - start) >> 2);
  return {
    capacity,
    bytes: new Uint8Array(buffer, scanner.bytesAt(), capacity),
    widen: scanner.widenBytes,
    units: new Uint16Array(buffer, scanner.unitsAt(), capacity + 1),
    narrow: scanner.narrowUnits,
    scan: scanner.scan,
    numbers: numbersFrom(scanner.rowsAt(), scanner.kindsAt()),
    kinds: new Uint8Array(buffer, scanner.kindsAt(), scanner.placesAt() - scanner.kindsAt()),
    places: numbersFrom(scanner.placesAt(), scanner.strangeAt()),
    placesTaken: scanner.placesTaken,
    firstPlaces: new Int32Array(buffer, scanner.firstPlacesAt(), 256),
    strange: numbersFrom(scanner.strangeAt()),
    strangeTaken: scanner.strangeTaken,
  };
}
