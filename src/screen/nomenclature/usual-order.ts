/** Brings a name into the order in which it is read: no left and right, no index names, esters by their alcohol in front. */

/** Says left or right, and of no other structure: "(1R,2S)-", "[(E)-", "rel-". */
const STEREO =
  /\((?:(?:\d{0,2}[a-z]?|alpha|beta)[rsez]|[+±-]|\d{0,2}(?:alpha|beta)|dl?|l)(?:,(?:(?:\d{0,2}[a-z]?|alpha|beta)[rsez]|\d{0,2}(?:alpha|beta)))*\)-?/g;
/** The same in words, at the beginning. */
const STEREO_WORDS = /^(?:(?:rel|rac|cis|trans|erythro|threo|[dl]|dl)-)+(?=[\da-z([])/;
const GREEK: Readonly<Record<string, string>> = { α: 'alpha', β: 'beta', γ: 'gamma', ω: 'omega' };

/** As the readers want it. */
export function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[αβγω]/g, (letter) => GREEK[letter] ?? letter)
    .replace(STEREO, '')
    .replace(STEREO_WORDS, '')
    .replace(STEREO, '')
    .replace(/[,\s]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** "2-Propanone, 1-phenyl-" and "…acid, methyl ester" the usual way round. */
export function usualOrder(name: string): string {
  const [, parent, groups, rest] = /^([^ ,][^ ]*(?: acid)?), ([^ ]+)-(?:, (.+))?$/.exec(name) ?? [];
  const whole =
    parent === undefined || groups === undefined
      ? name
      : `${groups}${/^\d/.test(parent) ? '-' : ''}${parent}${rest === undefined ? '' : ` ${rest}`}`;
  const [, acid, twice = '', alcohol] =
    /^(.+)ic acid,? (?:1,3-)?(di)?(?:n-)?([^ ]+) ester$/.exec(whole) ?? [];
  return acid === undefined || alcohol === undefined ? whole : `${twice}${alcohol} ${acid}ate`;
}
