/** The next page of a list whose pages are turned by the controls of a form and not by links. */

import { once } from '../html/once.ts';
import type { PageDocument } from '../page/page-document.ts';
import { nextInButton } from './next-in-button.ts';
import { nextInSelect } from './next-in-select.ts';

/** Searched for when it is first asked, and once: by who asks whether there is a next page, and by who looks for it. */
export type NextInControl = () => string | null;

export function nextInControl(page: PageDocument): NextInControl {
  return once(() => nextInSelect(page) ?? nextInButton(page));
}
