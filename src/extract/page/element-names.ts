/** By what names a site calls an element: its class, its id, and the marks for its own tests and scripts. */
import type { Element } from '../html/element.ts';

/** Marks by which shops find their own elements in tests and scripts: they say what an element is, like its class. */
export const MARKS = [
  'data-testid',
  'data-test',
  'data-qa',
  'data-qaid',
  'data-marker',
  'data-automation-id',
  'data-hook',
  'data-q',
  'data-cy',
  // NodeBB.
  'component',
];

/** Its class, id and those of the marks, as one text. */
export function namesOf({ attribs }: Element, marks: readonly string[]): string {
  const { class: classes = '', id } = attribs;
  // Without a blank where nothing is parted by it.
  let names = id === undefined ? classes : `${classes} ${id}`;
  for (const mark of marks) if (attribs[mark] !== undefined) names += ` ${attribs[mark]}`;
  return names;
}
