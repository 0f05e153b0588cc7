/** Text out of values that hold HTML or escaped HTML where plain text was due. */
import { pageText } from './code-units.ts';
import { outlineOf } from './outline.ts';
import { outlineText } from './outline-text.ts';
import { newRoom } from './page-room.ts';
import { foldSpaces } from './visible-text.ts';

const MAX_TEXT = 20_000;

/** For one value at a time: its text is made before the next one is put there. */
const ROOM = newRoom();

function textOf(html: string): string {
  return outlineText(outlineOf(pageText(html.replaceAll('\n', '<br>'), ROOM)), 0, { limit: MAX_TEXT });
}

/** Whether a tag stands in the text: what begins as one, and a ">" anywhere behind. In one pattern each "<" would be followed to the end. */
function holdsTag(text: string, start: RegExp): boolean {
  const at = text.search(start);
  return at >= 0 && text.includes('>', at);
}

const TAG = /<[a-z/!]/i;
const ENTITY = /&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});/i;
const USUAL_TAG = /<(?:p|br|div|ul|li|b|strong|span|h\d)\b/i;

export function plainText(value: string): string {
  const text = value.slice(0, MAX_TEXT * 3);
  if (!holdsTag(text, TAG) && !ENTITY.test(text)) return foldSpaces(text).slice(0, MAX_TEXT);
  const once = textOf(text);
  // Escaped twice: "&lt;p&gt;" has become "<p>" only now.
  return holdsTag(once, USUAL_TAG) ? textOf(once) : once;
}
