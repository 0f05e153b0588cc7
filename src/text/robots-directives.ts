/** What a page says to robots of itself, in `<meta name="robots">` and in X-Robots-Tag. */
import type { PageDirectives } from '../model/page.ts';

export const NO_DIRECTIVES: PageDirectives = { nofollow: false, noindex: false, noarchive: false };

/** Word → what it means; "none" is short for two, and "nocache" an older word for "noarchive". */
const WORDS: Readonly<Record<string, Partial<PageDirectives>>> = {
  nofollow: { nofollow: true },
  noindex: { noindex: true },
  noarchive: { noarchive: true },
  nocache: { noarchive: true },
  none: { nofollow: true, noindex: true },
};

/** Words with a value of their own: what stands before their colon is no agent. */
const VALUED = new Set(['unavailable_after', 'max-snippet', 'max-image-preview', 'max-video-preview']);

/** Hostile headers are bounded; an honest page says a handful of words. */
const MAX_LENGTH = 5000;

/** Contents of meta elements for all robots, or for ours; the strictest of all holds. */
export function metaDirectives(contents: readonly string[]): PageDirectives {
  return Object.assign(
    {},
    NO_DIRECTIVES,
    ...contents
      .flatMap((content) =>
        content
          .slice(0, MAX_LENGTH)
          .toLowerCase()
          .split(/[\s,;]+/),
      )
      .map((word) => (Object.hasOwn(WORDS, word) ? WORDS[word] : {})),
  );
}

/** Words of one header line that are said to everybody or to `agent`: "otherbot: noindex, nofollow" says both to one. */
function wordsFor(line: string, agent: string): string[] {
  let meant = true;
  const words: string[] = [];
  for (const part of line.slice(0, MAX_LENGTH).toLowerCase().split(',')) {
    const colon = part.indexOf(':');
    const before = part.slice(0, Math.max(0, colon)).trim();
    const named = colon !== -1 && /^[\w*-]+$/.test(before) && !VALUED.has(before);
    if (named) meant = before === agent || before === '*';
    if (meant) words.push(named ? part.slice(colon + 1) : part);
  }
  return words;
}

/** Lines of X-Robots-Tag, one by one; `agent` is a product token in lower case. */
export function headerDirectives(lines: readonly string[], agent: string): PageDirectives {
  return metaDirectives(lines.flatMap((line) => wordsFor(line, agent)));
}

/** The strictest of both holds. */
export function joinDirectives(a: PageDirectives, b: PageDirectives): PageDirectives {
  return {
    nofollow: a.nofollow || b.nofollow,
    noindex: a.noindex || b.noindex,
    noarchive: a.noarchive || b.noarchive,
  };
}
