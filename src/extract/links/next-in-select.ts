/** The next page of a list whose pages are chosen in a `<select>`: by an address in its options, or by the number of a page. */
import { PAGE_FIELD } from '../../text/page-number.ts';
import type { Node } from '../html/outline.ts';
import { textInside } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import type { PageDocument } from '../page/page-document.ts';
import { sameHost } from '../page/web-url.ts';
import { PAGE_PARAMETER, PAGE_WORDS, PAGER_CLASS } from './paging-words.ts';
import { formAround, sent } from './sent-form.ts';

const [SELECT, OPTION] = [tagSet('select'), tagSet('option')];
const MAX_SELECTS = 20;
const MAX_OPTIONS = 2000;

/** "3", "3 / 12", "Page 3 of 12". */
const NUMBER = new RegExp(
  `^(?:(?:${PAGE_WORDS})\\s?)?(\\d{1,5})(?:\\s?(?:/|of|von|de|di|sur|van|av|z|ze|из|з|/\\s)\\s?\\d{1,5})?(?:\\s?(?:${PAGE_WORDS}))?$`,
  'iu',
);
/** `location = '/list?page=' + this.value`: what stands before the value. */
const BUILT =
  /(['"])([^'"\s]{0,300}[?&/][\w.[\]-]{1,40}[=/-])\1\s{0,3}\+\s{0,3}(?:this|event\.target|e\.target)\./;

type Option = { readonly node: Node; readonly number: number; readonly value: string };

/** Null when any option is no page: sizes, sorts and years are chosen in the same way. */
function pagesIn({ outline }: PageDocument, select: Node): readonly Option[] | null {
  const pages: Option[] = [];
  for (let at = select + 1; at < outline.endOf(select); at++) {
    if (OPTION[outline.kindOf(at)] === 0) continue;
    const number = Number(NUMBER.exec(oneLine(textInside(outline, at, 200), 60))?.[1] ?? Number.NaN);
    const following = pages.length === 0 || number === (pages.at(-1)?.number ?? 0) + 1;
    if (Number.isNaN(number) || !following || pages.length >= MAX_OPTIONS) return null;
    const value = ['value', 'data-url', 'data-href', 'data-value'].map((name) => outline.attribute(at, name));
    pages.push({ node: at, number, value: value.find((one) => one?.trim())?.trim() ?? String(number) });
  }
  return pages.length > 1 && pages[0]?.number === 1 ? pages : null;
}

/** Where choosing this option leads; null when that is not sure. */
function leadsTo(page: PageDocument, select: Node, { value }: Option): string | null {
  const { outline } = page;
  if (/[/?]/.test(value)) {
    const url = page.resolve(value);
    const named = ['class', 'id', 'name', 'aria-label', 'title'].some((name) =>
      PAGER_CLASS.test(outline.attribute(select, name) ?? ''),
    );
    return url !== null && (named || PAGE_PARAMETER.test(url)) ? url : null;
  }
  if (!/^\d{1,7}$/.test(value)) return null;
  const before = BUILT.exec(outline.attribute(select, 'onchange') ?? '')?.[2];
  if (before !== undefined) {
    const url = page.resolve(before + value);
    return url !== null && PAGE_PARAMETER.test(url) ? url : null;
  }
  const field = outline.attribute(select, 'name') ?? '';
  const form = PAGE_FIELD.test(field) ? formAround(page, select) : null;
  return form === null ? null : sent(page, form, field, value);
}

/** Null on the last page, and where what is chosen are no pages beyond doubt. Costs a look at the kinds of elements where there is none. */
export function nextInSelect(page: PageDocument): string | null {
  const { outline } = page;
  let selects = 0;
  for (let at = 0; at < outline.size && selects < MAX_SELECTS; at++) {
    if (SELECT[outline.kinds[at] ?? 0] !== 1) continue;
    selects += 1;
    const pages = pagesIn(page, at);
    if (pages === null) continue;
    const chosen = pages.filter(({ node }) => outline.attribute(node, 'selected') !== undefined);
    // Without a mark a browser shows the first.
    const here = chosen.length > 1 ? undefined : (chosen[0] ?? pages[0]);
    const next = pages.find(({ number }) => number === (here?.number ?? Number.NaN) + 1);
    const url = next === undefined ? null : leadsTo(page, at, next);
    if (url !== null && url !== page.url && sameHost(url, page.url)) return url;
  }
  return null;
}
