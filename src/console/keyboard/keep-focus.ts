/** Keeps the focus on the screen when what had it goes: a form that closes gives it back to what opened it, all else to a heading. */
import { useEffect } from 'react';

/** What closes as a whole; a dialog may have a form in it. */
const CLOSING = 'dialog, form, .part-form';
/** A screen that follows says itself what has the focus; what is drawn in two steps has come by then. */
const SETTLED_MS = 60;

type Had = {
  readonly element: HTMLElement;
  /** Its ancestors, the nearest first: what is taken out of the page has none any more. */
  readonly above: readonly Element[];
  readonly form: Element | null;
  /** What had the focus before the form did. */
  readonly opener: Had | null;
  /** It was disabled, and so lost the focus; it may be there again when what it ordered is refused. */
  disabled: boolean;
};

export function useKeptFocus(): void {
  useEffect(() => {
    let had: Had | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onFocus = ({ target, relatedTarget }: FocusEvent) => {
      if (target instanceof HTMLElement) had = note(target, relatedTarget, had);
    };
    const onChange = () => {
      if (had !== null && isDisabled(had.element)) had.disabled = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (had === null || document.activeElement !== document.body) return;
        successorOf(had)?.focus({ preventScroll: true });
      }, SETTLED_MS);
    };
    const observer = new MutationObserver(onChange);
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', onFocus);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', onFocus);
    };
  }, []);
}

function note(element: HTMLElement, from: EventTarget | null, before: Had | null): Had {
  const above = [...ancestors(element)];
  const form = [element, ...above].findLast((each) => each.matches(CLOSING)) ?? null;
  if (form !== null && form === before?.form)
    return { element, above, form, opener: before.opener, disabled: false };
  // The button that opens a form may give way to it: then nothing is said of where the focus came from.
  const opens = before !== null && (from === before.element || !before.element.isConnected);
  return { element, above, form, opener: opens ? { ...before, opener: null } : null, disabled: false };
}

function* ancestors(element: Element): Generator<Element> {
  for (let each = element.parentElement; each !== null; each = each.parentElement) yield each;
}

const isDisabled = (element: HTMLElement) => element.matches(':disabled');

/** Null while what had it is there: whoever left a field on purpose has the focus nowhere. */
function successorOf(had: Had): HTMLElement | null {
  const { element, above, form, opener } = had;
  if (element.isConnected) {
    if (!isDisabled(element)) return had.disabled ? element : null;
    return element.matches('[data-loading]') ? null : headingOver(above);
  }
  if (form === null || form.isConnected || opener === null) return headingOver(above);
  const { isConnected } = opener.element;
  const same = isConnected && !isDisabled(opener.element) ? opener.element : twinOf(opener);
  return same ?? headingOver(above);
}

/** The same control drawn anew where it stood. */
function twinOf({ element, above }: Had): HTMLElement | null {
  const place = above.find((each) => each.isConnected);
  const alike = [...(place?.querySelectorAll<HTMLElement>(`${element.localName}:enabled, a[href]`) ?? [])];
  const [twin, ...others] = alike.filter(
    (each) => each.localName === element.localName && nameOf(each) === nameOf(element),
  );
  return others.length === 0 ? (twin ?? null) : null;
}

const nameOf = (element: HTMLElement) => element.getAttribute('aria-label') ?? element.textContent;

/** The heading of the card that it stood in, otherwise that of the screen. */
function headingOver(above: readonly Element[]): HTMLElement | null {
  const card = above.find((each) => each.isConnected && each.localName === 'section');
  const heading = card?.querySelector<HTMLElement>('h2') ?? document.querySelector<HTMLElement>('main h1');
  if (heading && !heading.hasAttribute('tabindex')) heading.tabIndex = -1;
  return heading;
}
