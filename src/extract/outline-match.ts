/** Tests elements of an outline against lists of simple selectors, without the tree that a selector engine needs. */
import type { Node, Outline } from './outline.ts';

type Rule = {
  readonly attribute: string;
  readonly holds: (value: string) => boolean;
};

const ATTRIBUTE = /^\[([\w-]+)(?:([*~]?)="([^"]*)")?( i)?\]$/;

function ruleOf(selector: string): Rule {
  const named = /^([#.])([\w-]+)$/.exec(selector);
  const [, sign, name = ''] = named ?? [];
  if (sign === '#') return { attribute: 'id', holds: (value) => value === name };
  if (sign === '.') return { attribute: 'class', holds: (value) => hasToken(value, name) };
  const [, attribute, operator, text = '', insensitive] = ATTRIBUTE.exec(selector) ?? [];
  if (attribute === undefined) throw new Error(`no simple selector: ${selector}`);
  const wanted = insensitive === undefined ? text : text.toLowerCase();
  const fold = (value: string) => (insensitive === undefined ? value : value.toLowerCase());
  if (operator === '*') return { attribute, holds: (value) => fold(value).includes(wanted) };
  if (operator === '~') return { attribute, holds: (value) => hasToken(fold(value), wanted) };
  return { attribute, holds: (value) => operator === undefined || fold(value) === wanted };
}

function hasToken(value: string, token: string): boolean {
  return value.includes(token) && value.split(/\s+/).includes(token);
}

/**
 * A test that tells which of the selectors is the first that an element matches, or null. They are of the forms `#id`,
 * `.class`, `[name="value"]`, `[name*="part" i]` and `[name~="word"]`.
 * @throws Error at once for any other form.
 */
export function elementTest(selectors: readonly string[]): (outline: Outline, node: Node) => number | null {
  const rules = selectors.map(ruleOf);
  const attributes = [...new Set(rules.map(({ attribute }) => attribute))];
  // Most elements fail here, at the price of one expression an attribute.
  const quick = attributes.map((attribute) => {
    const parts = selectors
      .filter((_, at) => rules[at]?.attribute === attribute)
      .map((selector) =>
        RegExp.escape(/^[#.](.*)$/.exec(selector)?.[1] ?? ATTRIBUTE.exec(selector)?.[3] ?? ''),
      );
    return { attribute, pattern: new RegExp(parts.join('|'), 'i') };
  });
  return (outline, node) => {
    let best: number | null = null;
    for (const { attribute, pattern } of quick) {
      const value = outline.attribute(node, attribute);
      if (value === undefined || !pattern.test(value)) continue;
      const rank = rules.findIndex((rule) => rule.attribute === attribute && rule.holds(value));
      if (rank >= 0 && (best === null || rank < best)) best = rank;
    }
    return best;
  };
}
