/** Reads an option or argument that is a whole number from one. */
import { InvalidArgumentError } from 'commander';

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}

/** The same with an upper limit, for what costs so much each that a slip of the finger must not be obeyed. */
export function wholeNumberTo(most: number, why: string): (text: string) => number {
  return (text) => {
    const number = wholeNumber(text);
    if (number > most) throw new InvalidArgumentError(`It must be ${most} at most: ${why}.`);
    return number;
  };
}
