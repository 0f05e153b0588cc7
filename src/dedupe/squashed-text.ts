/** A text without what stands between its words, so that "KX-FLB 801" is found as "kxflb801", and only as whole words. */

export type SquashedText = {
  readonly text: string;
  /** Where words begin or end. */
  readonly edges: ReadonlySet<number>;
};

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

export function squash(text: string): SquashedText {
  const edges = new Set([0]);
  let squashed = '';
  for (const [word] of text.matchAll(WORD)) {
    squashed += word;
    edges.add(squashed.length);
  }
  return { text: squashed, edges };
}

/** Whether one word, or several that stand together, spell `wanted`. */
export function spells({ text, edges }: SquashedText, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (edges.has(at) && edges.has(at + wanted.length)) return true;
  }
  return false;
}
