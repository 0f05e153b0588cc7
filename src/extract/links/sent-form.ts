/** The address that a form asks for when it is sent by its address, as forms that turn pages are. */
import type { Node } from '../html/outline.ts';
import { tagSet } from '../html/tag-kinds.ts';
import type { PageDocument } from '../page/page-document.ts';

const [FORM, INPUT] = [tagSet('form'), tagSet('input')];
const MAX_FIELDS = 50;

/** The form that a control belongs to by its place. */
export function formAround({ outline }: PageDocument, node: Node): Node | null {
  for (let at = outline.parentOf(node); at > 0; at = outline.parentOf(at))
    if (FORM[outline.kindOf(at)] === 1) return at;
  return null;
}

/** The address that sending the form with this value asks for; null for one that is not sent by its address. */
export function sent(page: PageDocument, form: Node, field: string, value: string): string | null {
  const { outline } = page;
  if (/^(?:post|dialog)$/i.test(outline.attribute(form, 'method') ?? '')) return null;
  const action = page.resolve(outline.attribute(form, 'action')?.trim() || page.url);
  if (action === null) return null;
  const url = new URL(action);
  url.search = '';
  let fields = 0;
  for (let at = form + 1; at < outline.endOf(form) && fields < MAX_FIELDS; at++) {
    const isHidden = INPUT[outline.kindOf(at)] === 1 && outline.attribute(at, 'type') === 'hidden';
    const name = isHidden ? outline.attribute(at, 'name') : undefined;
    if (name === undefined || name === field) continue;
    url.searchParams.append(name, outline.attribute(at, 'value') ?? '');
    fields += 1;
  }
  url.searchParams.append(field, value);
  return url.href;
}
