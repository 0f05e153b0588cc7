/** Undoes what loading the Redis client costs the rest of its process. */

const LOOKS = 2000;

function lookThrough(object: object): number {
  let found = 0;
  for (let at = 0; at < LOOKS; at++) if ('charCodeAt' in object) found++;
  return found;
}

/**
 * A class that extends String, as the client defines one, makes V8 keep String.prototype as a dictionary: from then on every
 * method of every string is looked up in it, and what reads pages character by character takes twice to eight times as long. V8
 * goes back to its quick form once a property has often been looked for through an object that inherits from it.
 */
export function keepStringsQuick(): void {
  lookThrough(Object.create(String.prototype));
}
