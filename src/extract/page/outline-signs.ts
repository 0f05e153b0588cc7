/** What the elements of a page are by their classes and ids. */

import type { Node, Outline } from '../html/outline.ts';
import { type nameReader, SIGN } from './name-signs.ts';

/** Tells which of the wanted signs, a sum of {@link SIGN}s, an element bears. */
export type SignsOf = (node: Node, wanted: number) => number;

export function signReader(outline: Outline, read: ReturnType<typeof nameReader>): SignsOf {
  return (node, wanted) => {
    const [classes, id] = [outline.attribute(node, 'class'), outline.attribute(node, 'id')];
    return (classes === undefined ? 0 : read(classes, wanted)) | (id === undefined ? 0 : read(id, wanted));
  };
}

const HIDING_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/i;

/** What React names the parts of a page that it streams behind its end: each is shown as soon as a script has moved it to its place. */
const SEGMENT_ID = /^S:[0-9a-f]{1,4}$/;

export const isStreamedSegment = (id: string | undefined): boolean => id !== undefined && SEGMENT_ID.test(id);

/** Whether its own attributes hide an element; its classes are read apart ({@link SIGN}). */
export function isHiddenBy(attribute: (name: string) => string | undefined): boolean {
  const style = attribute('style');
  return (
    (attribute('hidden') !== undefined && !isStreamedSegment(attribute('id'))) ||
    (style !== undefined && HIDING_STYLE.test(style))
  );
}

/** Whether its class, its id or its other attributes hide an element. */
export const isHiddenNode = (
  { outline, signsOf }: { readonly outline: Outline; readonly signsOf: SignsOf },
  node: Node,
): boolean => signsOf(node, SIGN.hidden) !== 0 || isHiddenBy((name) => outline.attribute(node, name));
