/** What the elements of a page are by their classes and ids. */
import { nameReader } from './name-signs.ts';
import type { Node, Outline } from './outline.ts';

/** The signs of each element: each class and id is read once, however many elements bear it. */
export function signsIn(outline: Outline): (node: Node) => number {
  const signs = new Uint16Array(outline.size);
  const read = nameReader();
  for (const attribute of ['class', 'id']) {
    for (const [value, nodes] of outline.bearing(attribute)) {
      const found = read(value);
      if (found !== 0) for (const node of nodes) signs[node] = (signs[node] ?? 0) | found;
    }
  }
  return (node) => signs[node] ?? 0;
}
