/** Gives what was read from a page texts of its own: cut out of the page, each would keep all of it for as long as it is kept. */

/** Shorter strings are never views into others. */
const SHORTEST_VIEW = 13;

/** The same characters as a string of their own, with a byte for each where that is enough. */
export function ownCopy(text: string): string {
  const encoding = text.isWellFormed() ? 'utf8' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}

type Holder = Record<string, unknown>;
/** A text that may be a view into a page, and where it is held. */
type View = { readonly holder: Holder; readonly key: string; readonly text: string };

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

function gather(holder: Holder, views: View[]): void {
  for (const key of Object.keys(holder)) {
    const value = holder[key];
    if (isHolder(value)) gather(value, views);
    else if (typeof value === 'string' && value.length >= SHORTEST_VIEW)
      views.push({ holder, key, text: value });
  }
}

/** In place, in objects and arrays inside one another: all texts become views into one string that holds nothing else. */
export function giveOwnTexts(value: object): void {
  const views: View[] = [];
  if (isHolder(value)) gather(value, views);
  const all = ownCopy(views.map(({ text }) => text).join(''));
  let at = 0;
  for (const { holder, key, text } of views) {
    holder[key] = all.slice(at, at + text.length);
    at += text.length;
  }
}
