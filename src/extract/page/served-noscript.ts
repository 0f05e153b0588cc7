/** Finds the part that boards serve to whoever runs no script, where it is the page: a reader with scripts sees what they draw of it. */
import { type Node, nodesTagged } from '../html/outline.ts';
import { tagSet } from '../html/tag-kinds.ts';
import type { PageDocument } from './page-document.ts';

const NOSCRIPT = tagSet('noscript');

/** Those that hold the page's heading and most of its body; a plea to turn on scripts has a heading, too, but little else. */
export function servedNoscripts({ outline, parts }: PageDocument): Node[] {
  const body = parts.body ?? 0;
  const most = (outline.endOf(body) - body) / 2;
  return nodesTagged(outline, NOSCRIPT).filter((node) => {
    const end = outline.endOf(node);
    return end - node > most && parts.headings.some((heading) => heading > node && heading < end);
  });
}
