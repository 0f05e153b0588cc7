/** Chooses the text of an offer among the blocks that shops call so. */
import { isDescriptionName, isShortTextName } from '../page/class-names.ts';

const MIN_DESCRIPTION = 40;

export type TextBlock = {
  /** What the page calls it. */
  readonly names: string;
  readonly text: string;
  /** It holds the heading too: a box around all that is told of the thing. */
  readonly whole: boolean;
};

/**
 * The longest, with the short text that shops set above it before it, and behind it what is clearly called the description where the
 * longest is not; a box around the whole thing only where no other is called so. Null where none is long enough.
 */
export function chosenDescription(blocks: readonly TextBlock[]): string | null {
  const long = blocks.filter(({ text }) => text.length >= MIN_DESCRIPTION);
  const isCalled = long.some(({ names, whole }) => !whole && isDescriptionName(names));
  const own = isCalled ? long.filter(({ whole }) => !whole) : long;
  const longest = own.reduce<TextBlock | null>(
    (best, block) => (best === null || block.text.length > best.text.length ? block : best),
    null,
  );
  if (longest === null) return null;
  const others = own.filter(({ text }) => !longest.text.includes(text.slice(0, MIN_DESCRIPTION)));
  const short = others.find(({ names }) => isShortTextName(names));
  const called = isDescriptionName(longest.names)
    ? undefined
    : others.find((block) => block !== short && isDescriptionName(block.names));
  return [short, longest, called].flatMap((block) => block?.text ?? []).join('\n');
}
