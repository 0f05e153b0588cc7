/** Makes properly nested elements of the start and end tags of a page, as a browser would close what was left open. */
import { type HtmlEvents, MAX_NESTING } from './html-events.ts';

const VOID = new Set(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr'.split(
    ' ',
  ),
);
const FORM_PARTS = 'input option optgroup select button datalist textarea';

/** A start tag of the first ends those of the second that are innermost: their end tags may be left out (HTML standard, "optional tags"). */
const ENDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  (
    [
      ['tr', 'tr th td'],
      ['th', 'th'],
      ['td', 'thead th td'],
      ['body', 'head link script'],
      ['li', 'li'],
      ['option', 'option'],
      ['optgroup', 'optgroup option'],
      ['dd dt', 'dd dt'],
      ['rt rp', 'rt rp'],
      ['tbody tfoot', 'thead tbody'],
      ['select input output button datalist textarea', FORM_PARTS],
      [
        'p h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption figure footer form ' +
          'header hr main nav ol pre section table ul',
        'p',
      ],
    ] as const
  ).flatMap(([openers, ended]) =>
    openers.split(' ').map((name) => [name, new Set(ended.split(' '))] as const),
  ),
);

/** Inside these a tag that ends in "/>" has no content. */
const FOREIGN = new Set(['math', 'svg']);
/** And inside these, within a foreign element, HTML's rules hold again. */
const BACK_IN_HTML = new Set('mi mo mn ms mtext annotation-xml foreignobject desc title'.split(' '));

export type Nesting = {
  open(name: string, from: number, to: number, selfClosed: boolean): void;
  close(name: string): void;
  /** Ends what is still open. */
  end(): void;
};

/** Same rules as htmlparser2, which tests hold it against. */
export function nestElements(events: HtmlEvents): Nesting {
  const open: string[] = [];
  /** Elements beyond the deepest level, whose end tags must go with them. */
  const dropped = new Map<string, number>();
  const foreign: boolean[] = [false];

  /** Ends the innermost elements whose end tags the new one makes needless. */
  function endBefore(name: string): void {
    const ends = ENDS.get(name);
    if (ends === undefined) return;
    while (ends.has(open[open.length - 1] ?? '')) {
      open.pop();
      events.close();
    }
  }

  /** True when the element is open now, false when it is void or too deep. */
  function start(name: string, from: number, to: number): boolean {
    endBefore(name);
    const isVoid = VOID.has(name);
    if (!isVoid && open.length >= MAX_NESTING) {
      dropped.set(name, (dropped.get(name) ?? 0) + 1);
      return false;
    }
    if (!isVoid) {
      open.push(name);
      if (FOREIGN.has(name)) foreign.push(true);
      else if (BACK_IN_HTML.has(name)) foreign.push(false);
    }
    events.open(name, from, to);
    if (isVoid) events.close();
    return !isVoid;
  }

  function end(depth: number): void {
    while (open.length > depth) {
      open.pop();
      events.close();
    }
  }

  function isDropped(name: string): boolean {
    if (dropped.size === 0) return false;
    const left = dropped.get(name) ?? 0;
    if (left > 0) dropped.set(name, left - 1);
    return left > 0;
  }

  return {
    open(name, from, to, selfClosed) {
      if (start(name, from, to) && selfClosed && foreign[foreign.length - 1] === true) end(open.length - 1);
    },
    close(name) {
      if (isDropped(name)) return;
      if (FOREIGN.has(name) || BACK_IN_HTML.has(name)) foreign.pop();
      if (name === 'br') start('br', 0, 0);
      if (VOID.has(name)) return;
      const at = open.lastIndexOf(name);
      if (at >= 0) end(at);
      // A browser makes an empty paragraph of a stray end tag.
      else if (name === 'p' && start('p', 0, 0)) end(open.length - 1);
    },
    end: () => end(0),
  };
}
