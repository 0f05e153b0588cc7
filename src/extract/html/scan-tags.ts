/** Our own pass over a page: the scanner takes it apart, and what it wrote is read from its memory. */
import { tapeSource } from './attribute-tape.ts';
import { textAt } from './code-units.ts';
import type { HtmlFeed } from './html-events.ts';
import { once } from './once.ts';
import type { Node } from './outline-rows.ts';
import { STRANGE_FROM, STRANGE_NODE, STRANGE_ROW, STRANGE_TO } from './page-numbers.ts';

/** Linear in the page's length. */
export const scanTags: HtmlFeed = (page) => {
  const { scanner } = page;
  const size = scanner.scan(page.html.length);
  const { numbers, kinds, strange } = scanner;
  const strangeTaken = scanner.strangeTaken();
  const strangeNames = once(() => {
    const names = new Map<Node, string>();
    const field = (at: number) => strange[at] ?? 0;
    for (let at = 0; at < strangeTaken; at += STRANGE_ROW) {
      const name = textAt(page, field(at + STRANGE_FROM), field(at + STRANGE_TO));
      names.set(field(at + STRANGE_NODE), name.toLowerCase());
    }
    return names;
  });
  return {
    rows: { numbers, kinds, size, strangeName: (node) => strangeNames().get(node) ?? '' },
    source: tapeSource(page, scanner),
  };
};
