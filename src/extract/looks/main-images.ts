/** Finds the pictures of the thing a page is about, in the best size the page names. */
import { type Element, selfAndAncestors } from '../html/element.ts';
import type { PageDocument } from '../page/page-document.ts';
import type { Survey } from '../page/survey-page.ts';

const MAX_IMAGES = 10;
/** In pieces of text from the heading. */
const REACH = 200;
const MIN_SIDE = 100;
const DECORATION =
  /logo|icon|sprite|avatar|flag|payment|badge|placeholder|spinner|loading|pixel|blank|banner|rating|star|button|arrow|\.svg(?:$|\?)|\.gif(?:$|\?)/i;

const LAZY = [
  'data-zoom-image',
  'data-large_image',
  'data-old-hires',
  'data-large',
  'data-full',
  'data-src',
  'data-lazy-src',
  'data-lazy',
  'data-lazyload',
  'data-flickity-lazyload',
  'data-original',
  'data-image',
];

/** The widest candidate of a srcset ("a.jpg 300w, b.jpg 900w"). */
export function widest(srcset: string): string | null {
  const candidates = srcset
    .slice(0, 10_000)
    .split(/,\s+/)
    .map((part) => /^(\S+)(?:\s+([\d.]+)[wx])?$/.exec(part.trim()))
    .filter((match) => match !== null)
    .map((match) => ({ url: match[1] ?? '', width: Number(match[2] ?? 1) }));
  return candidates.sort((a, b) => b.width - a.width)[0]?.url ?? null;
}

const PICTURE_FILE = /\.(?:jpe?g|png|webp|avif)(?:$|\?)/i;

/** What opens when the picture is clicked: the link around it, where that leads to a picture. */
function enlarged({ parent }: Element): string | null {
  const href =
    parent !== null && 'attribs' in parent && parent.name === 'a' ? parent.attribs['href'] : undefined;
  return href !== undefined && PICTURE_FILE.test(href) ? href : null;
}

/** Sources of one picture; real ones have a handful. */
const MAX_SOURCES = 50;

/** The candidates of the `picture` element around it. */
function sourcesAround({ parent }: Element): string | null {
  if (parent === null || !('attribs' in parent) || parent.name !== 'picture') return null;
  const sets = parent.children
    .slice(0, MAX_SOURCES)
    .flatMap((child) =>
      'attribs' in child && child.name === 'source'
        ? [child.attribs['srcset'] ?? child.attribs['data-srcset'] ?? '']
        : [],
    );
  return sets.find((set) => set !== '') ?? null;
}

/** Lazy pictures keep their address in an attribute of the script's own; `src` holds a blank one. */
export function bestAddress(page: PageDocument, element: Element): string | null {
  const { attribs } = element;
  const named = LAZY.map((name) => attribs[name]).find((value) => value !== undefined && value !== '');
  const set = attribs['data-srcset'] ?? attribs['srcset'] ?? sourcesAround(element);
  for (const address of [enlarged(element), named, set == null ? null : widest(set), attribs['src']]) {
    if (!address || address.startsWith('data:')) continue;
    const url = page.resolve(address);
    if (url !== null) return url;
  }
  return null;
}

/** Whether an address is that of a logo, a flag or the like. */
export function isDecoration(address: string): boolean {
  return DECORATION.test(address);
}

const isSmall = ({ attribs }: Element): boolean =>
  ['width', 'height'].some(
    (side) => /^\d+(?:px)?$/.test(attribs[side] ?? '') && Number.parseInt(attribs[side] ?? '', 10) < MIN_SIDE,
  );

/** What holds a picture, and what holds that: pictures of one thing stand side by side, and only the first says what it shows. */
const boxesOf = (element: Element): Element[] => [...selfAndAncestors(element).drop(1).take(2)];

export function findImages(
  page: PageDocument,
  survey: Survey,
  heading: { readonly at: number; readonly text: string },
  beside: (element: Element) => boolean,
): string[] {
  const subject = heading.text.toLowerCase().slice(0, 30);
  const shown = [...survey.tagged('img'), ...survey.tagged('amp-img')].slice(0, 500).flatMap((element) => {
    const at = survey.elements.get(element)?.first ?? 0;
    const url = bestAddress(page, element);
    if (url === null || isSmall(element) || Math.abs(at - heading.at) > REACH || beside(element)) return [];
    const names = `${url} ${element.attribs['class'] ?? ''} ${element.attribs['id'] ?? ''}`;
    if (DECORATION.test(names)) return [];
    const alt = (element.attribs['alt'] ?? element.attribs['title'] ?? '').toLowerCase();
    return [
      {
        url,
        element,
        told: alt !== '',
        own: subject !== '' && alt !== '' && (alt.includes(subject) || subject.includes(alt)),
      },
    ];
  });
  const boxes = new Set(shown.flatMap(({ own, element }) => (own ? boxesOf(element) : [])));
  const own = shown.filter(
    (image) => image.own || (!image.told && boxesOf(image.element).some((box) => boxes.has(box))),
  );
  return [...new Set((own.length > 0 ? own : shown).map(({ url }) => url))].slice(0, MAX_IMAGES);
}
