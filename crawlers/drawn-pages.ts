/** Which pages of a site are empty until a script has drawn them: after a few of one form, the next goes to the browser at once. */

export type DrawnPages = {
  /** Whether pages of this form were empty shells so far. */
  expects(url: string): boolean;
  /** `drawn`: the page was a shell, and the browser made a page of it. */
  note(url: string, drawn: boolean): void;
};

/** So many in a row are no chance. */
const ENOUGH = 3;
/** Forms that are remembered; a site with more has addresses without form. */
const MOST_FORMS = 1000;

/** "/en/p/1234-lamp" → "/en/p/": what sets one page apart stands last, and numbers are all alike. */
function formOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.slice(0, pathname.lastIndexOf('/') + 1).replace(/\d+/g, '#');
}

export function createDrawnPages(): DrawnPages {
  const inRow = new Map<string, number>();
  return {
    expects: (url) => (inRow.get(formOf(url)) ?? 0) >= ENOUGH,
    note(url, drawn) {
      const form = formOf(url);
      if (inRow.size >= MOST_FORMS && !inRow.has(form)) return;
      inRow.set(form, drawn ? (inRow.get(form) ?? 0) + 1 : 0);
    },
  };
}
