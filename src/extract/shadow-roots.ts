/** Makes shadow roots that a page declares ("declarative shadow DOM") readable: a visitor sees what they hold. */

const MARK = 'shadowrootmode';
const DECLARED = /<template(?=\s[^>]{0,300}?\bshadowrootmode\s{0,5}=)/gi;

export function declaresShadows(html: string): boolean {
  return html.includes(MARK);
}

/**
 * Each such template as an element like any other. Its end tag then ends nothing: the element ends with the one whose
 * shadow it is, so that what stands there in the light is read behind what stands in the shadow.
 */
export function withShadowsShown(html: string): string {
  return html.replace(DECLARED, '<shadowed');
}
