/** Characters that stand in a page as entities: "&amp;" is "&". */
import { decodeHTML, decodeHTMLAttribute } from 'entities';

/** Of a text; nearly all have none. */
export function decodedText(text: string): string {
  return text.includes('&') ? decodeHTML(text) : text;
}

/** Of the value of an attribute, in which "&copy=1" is no sign (HTML standard, "named character reference state"). */
export function decodedAttribute(text: string): string {
  return text.includes('&') ? decodeHTMLAttribute(text) : text;
}
