/** What reading one page of a site leaves for the next: judgements on the classes and folders that all of them share. */

import { newRoom, type PageRoom } from '../html/page-room.ts';
import {
  isDateName,
  isPlaceOnCardName,
  isSellerName,
  isStruckName,
  isTrailName,
  mayNameDescription,
} from './class-names.ts';
import { plainName } from './labelled-pairs.ts';
import { type FolderOf, folderFinder, folderOf } from './link-kinds.ts';
import { nameReader } from './name-signs.ts';
import { remembering } from './remember-answers.ts';

/**
 * Each answers as the function that it remembers for: a page reads the same with a memory as without one, whatever was read
 * before it. Its size is bounded. For the pages of one site, one after the other.
 */
export type ReadingMemory = {
  /** {@link nameReader}. */
  readonly signsOfNames: ReturnType<typeof nameReader>;
  /** {@link folderOf} an address. */
  readonly folderIn: FolderOf;
  /** {@link isDateName}, {@link isTrailName}, {@link mayNameDescription}, {@link isSellerName}, {@link isStruckName}, {@link isPlaceOnCardName}: of the value of a class or id. */
  readonly isDateName: (value: string) => boolean;
  readonly isTrailName: (value: string) => boolean;
  readonly mayNameDescription: (value: string) => boolean;
  readonly isSellerName: (value: string) => boolean;
  readonly isStruckName: (value: string) => boolean;
  readonly isPlaceOnCardName: (value: string) => boolean;
  /** {@link plainName}. */
  readonly plainName: (text: string) => string;
  readonly room: PageRoom;
};

export function openReadingMemory(): ReadingMemory {
  return {
    signsOfNames: nameReader(),
    folderIn: folderFinder(remembering(folderOf)),
    isDateName: remembering(isDateName),
    isTrailName: remembering(isTrailName),
    mayNameDescription: remembering(mayNameDescription),
    isSellerName: remembering(isSellerName),
    isStruckName: remembering(isStruckName),
    isPlaceOnCardName: remembering(isPlaceOnCardName),
    plainName: remembering(plainName),
    room: newRoom(),
  };
}
