/** Finds the selectors of a site that no page could be searched with, before a run does. */
import { load } from 'cheerio/slim';
import type { PageRule, Site } from '../../model/site.ts';
import { descendants } from '../html/element.ts';

export type SelectorFault = {
  /** Path to it in the site file, its own number included where there are several. */
  readonly field: readonly (string | number)[];
  readonly problem: string;
};

/** Why it is no selector, or null. */
function faultOf(selector: string): string | null {
  if (selector === '.') return null;
  try {
    const root = load('<p></p>').root().children();
    root.filter(selector);
    descendants(root, selector);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return `"${selector}" is not a CSS selector: ${why?.replace(/\.+$/, '')}`;
  }
}

function ruleFaults(rule: PageRule): SelectorFault[] {
  const candidates: (readonly [field: readonly (string | number)[], selectors: readonly string[]])[] = [
    [['item'], rule.item],
    [['next'], rule.next.map(({ selector }) => selector)],
    ...Object.entries(rule.fields).map(
      ([name, all]) => [['fields', name], all.map(({ selector }) => selector)] as const,
    ),
  ];
  return candidates.flatMap(([field, selectors]) =>
    selectors.flatMap((selector, at) => {
      const problem = faultOf(selector);
      return problem === null ? [] : [{ field: selectors.length > 1 ? [...field, at] : field, problem }];
    }),
  );
}

export function selectorFaults({ list, detail }: Site['pages']): SelectorFault[] {
  const named = [['list', list] as const, ['detail', detail] as const];
  return named.flatMap(([name, rule]) =>
    rule === null
      ? []
      : ruleFaults(rule).map(({ field, problem }) => ({ field: ['pages', name, ...field], problem })),
  );
}
