/** Cards that a server sends behind the page's end, in a segment that the page's script moves to its place among the others. */
import type { Element } from '../html/element.ts';
import { isStreamedSegment } from '../page/outline-signs.ts';

const SEGMENT = '*';

export const lookOfSegment = ({ name, attribs }: Element): string | null =>
  name === 'div' && attribs['hidden'] !== undefined && isStreamedSegment(attribs['id']) ? SEGMENT : null;

/** Joins what differs only in that it was streamed; `groups` are by the looks of a card and of what is around it, parted by "<". */
export function joinStreamed<Value>(groups: Map<string, Map<Element, Value>>): Map<Element, Value>[] {
  for (const [shape, streamed] of groups) {
    if (!shape.endsWith(`<${SEGMENT}`)) continue;
    const start = shape.slice(0, -SEGMENT.length);
    const home = groups.keys().find((other) => other !== shape && other.startsWith(start));
    if (home === undefined) continue;
    for (const [card, value] of streamed) groups.get(home)?.set(card, value);
    groups.delete(shape);
  }
  return [...groups.values()];
}
