/** Which pages of a site are empty until a script has drawn them: after a few of one form, the next goes to the browser at once. */
import type { DrawnForm, SiteMemory } from './site-memory.ts';

export type DrawnPages = {
  /** Whether pages of this form were empty shells so far, in this run and earlier ones. */
  expects(url: string): Promise<boolean>;
  /** The page was read as it was sent. `drawn`: it was a shell, and the browser made a page of it. */
  note(url: string, drawn: boolean): Promise<void>;
};

/** So many in a row are no chance. */
const ENOUGH = 3;
/** Forms that are remembered; a site with more has addresses without form. */
const MOST_FORMS = 1000;
/** An address longer than any that browsers take has no form worth keeping. */
const LONGEST_FORM = 2083;
/** After so long one page of the form is read as it is sent, since sites are built anew: what has content is forgotten here. */
const LOOK_AGAIN_MS = 7 * 24 * 60 * 60 * 1000;

/** "/en/p/1234-lamp" → "/en/p/": what sets one page apart stands last, and numbers are all alike. */
function formOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.slice(0, pathname.lastIndexOf('/') + 1).replace(/\d+/g, '#');
}

/** Both functions reject with what `memory` does. */
export function createDrawnPages(
  memory: Pick<SiteMemory, 'drawn' | 'noteDrawn'>,
  clock: () => Date,
): DrawnPages {
  let loading: Promise<Map<string, DrawnForm>> | null = null;
  const forms = (): Promise<Map<string, DrawnForm>> => {
    loading ??= memory
      .drawn()
      .then((known) => new Map(known.slice(0, MOST_FORMS).map((each) => [each.form, each])));
    return loading;
  };
  return {
    async expects(url) {
      const known = (await forms()).get(formOf(url));
      if (known === undefined || known.inRow < ENOUGH) return false;
      return clock().getTime() - Date.parse(known.lookedAt) < LOOK_AGAIN_MS;
    },
    async note(url, drawn) {
      const known = await forms();
      const form = formOf(url);
      const before = known.get(form);
      if (before === undefined && (!drawn || known.size >= MOST_FORMS || form.length > LONGEST_FORM)) return;
      const inRow = drawn ? Math.min((before?.inRow ?? 0) + 1, ENOUGH) : 0;
      const after = { form, inRow, lookedAt: clock().toISOString() };
      if (drawn) known.set(form, after);
      else known.delete(form);
      await memory.noteDrawn(after);
    },
  };
}
