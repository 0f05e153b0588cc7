/** The next page of a list whose pages are turned by buttons: those of a form, or those that only bear the number of a page. */
import { PAGE_COUNT, PAGE_FIELD } from '../../text/page-number.ts';
import type { Node } from '../html/outline.ts';
import { textInside } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import type { PageDocument } from '../page/page-document.ts';
import { NEXT_SIGNS, NEXT_WORDS } from './paging-words.ts';
import { formAround, sent } from './sent-form.ts';

const BUTTON = tagSet('button');
const MAX_BUTTONS = 300;
const NUMBER = /^\d{1,5}$/;

type Turning = {
  readonly says: 'next' | number | null;
  /** What is sent for it: the number of a page, or how many things stand before it. */
  readonly value: string;
  /** The page that is shown, or one that there is not. */
  readonly off: boolean;
};

function turningOf({ outline }: PageDocument, node: Node, value: string): Turning {
  const shown = oneLine(textInside(outline, node, 200), 40);
  const labels = [shown, outline.attribute(node, 'aria-label'), outline.attribute(node, 'title')];
  const next = NEXT_SIGNS.test(shown) || labels.some((label) => NEXT_WORDS.test(label?.trim() ?? ''));
  const current = outline.attribute(node, 'aria-current') ?? 'false';
  const off =
    outline.attribute(node, 'disabled') !== undefined ||
    outline.attribute(node, 'aria-disabled') === 'true' ||
    current !== 'false';
  return { says: next ? 'next' : NUMBER.test(shown) ? Number(shown) : null, value, off };
}

/** The button that says "next", else the number behind the only one that cannot be pressed. */
function following(turnings: readonly Turning[]): Turning | null {
  const named = turnings.filter(({ says }) => says === 'next');
  // Greyed out, it says that there is no more.
  if (named.length > 0) return named.find(({ off }) => !off) ?? null;
  const here = turnings.filter(({ says, off }) => off && typeof says === 'number');
  const [only] = here;
  if (here.length !== 1 || typeof only?.says !== 'number') return null;
  const wanted = only.says + 1;
  return turnings.find(({ says, off }) => says === wanted && !off) ?? null;
}

/** Buttons that send a form, all of one form and one field. */
function nextByForm(page: PageDocument, buttons: readonly Node[]): string | null {
  const { outline } = page;
  const first = buttons.find((node) => PAGE_FIELD.test(outline.attribute(node, 'name') ?? ''));
  const field = first === undefined ? '' : (outline.attribute(first, 'name') ?? '');
  const form = first === undefined ? null : formAround(page, first);
  if (form === null) return null;
  const turnings = buttons
    .filter((node) => node < outline.endOf(form) && outline.attribute(node, 'name') === field)
    .map((node) => turningOf(page, node, outline.attribute(node, 'value')?.trim() ?? ''))
    .filter(({ value }) => NUMBER.test(value));
  const next = following(turnings);
  return next === null ? null : sent(page, form, field, next.value);
}

/** Buttons for a script: where they lead is sure only when the page's own address counts pages, and the one behind is among them. */
function nextByNumber(page: PageDocument): string | null {
  const { outline } = page;
  const bearing = outline.bearing('data-page');
  if (bearing.size < 2) return null;
  const url = new URL(page.url);
  const field = url.searchParams
    .keys()
    .find(
      (name) =>
        PAGE_FIELD.test(name) && PAGE_COUNT.test(name) && NUMBER.test(url.searchParams.get(name) ?? ''),
    );
  if (field === undefined) return null;
  const wanted = Number(url.searchParams.get(field)) + 1;
  const isThere = bearing
    .get(String(wanted))
    ?.some((node) => BUTTON[outline.kindOf(node)] === 1 && turningOf(page, node, '').says === wanted);
  if (isThere !== true) return null;
  url.searchParams.set(field, String(wanted));
  return url.href;
}

/** Null on the last page, and where what the buttons do is not sure. */
export function nextInButton(page: PageDocument): string | null {
  const { outline, parts } = page;
  const buttons = parts.buttons.filter((node) => BUTTON[outline.kindOf(node)] === 1).slice(0, MAX_BUTTONS);
  if (buttons.length === 0) return null;
  const url = nextByForm(page, buttons) ?? nextByNumber(page);
  return url === page.url ? null : url;
}
