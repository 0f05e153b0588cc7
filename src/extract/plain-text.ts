/** Text out of values that hold HTML or escaped HTML where plain text was due. */
import { load } from 'cheerio/slim';
import { limitNesting } from './limit-nesting.ts';
import { foldSpaces, visibleText } from './visible-text.ts';

const MAX_TEXT = 20_000;

export function plainText(value: string): string {
  const text = value.slice(0, MAX_TEXT * 3);
  if (!/<[a-z/!][^>]*>|&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});/i.test(text))
    return foldSpaces(text).slice(0, MAX_TEXT);
  const parse = (html: string): string => {
    const $ = load(limitNesting(`<div>${html.replaceAll('\n', '<br>')}</div>`));
    const root = $('div').get(0);
    return root === undefined ? '' : visibleText(root, { limit: MAX_TEXT });
  };
  const once = parse(text);
  // Escaped twice: "&lt;p&gt;" has become "<p>" only now.
  return /<(?:p|br|div|ul|li|b|strong|span|h\d)\b[^>]*>/i.test(once) ? parse(once) : once;
}
