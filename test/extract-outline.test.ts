/** Our own pass over a page against htmlparser2: the same elements, attributes and texts, and the same listings. */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import { bytesText, pageText } from '../src/extract/html/code-units.ts';
import { type HtmlReader, type Node, type Outline, outlineOf } from '../src/extract/html/outline.ts';
import { outlineText } from '../src/extract/html/outline-text.ts';
import { newRoom } from '../src/extract/html/page-room.ts';
import { visibleText } from '../src/extract/html/visible-text.ts';
import { parseDocument } from '../src/extract/page/page-document.ts';

/** What is inside a node, as markup written in one way; texts that touch are one text. */
function written(outline: Outline, node: Node): string {
  const parts: string[] = [];
  for (let at = node + 1; at < outline.endOf(node); at = outline.endOf(at)) {
    const name = outline.nameOf(at);
    if (name === '') parts.push(outline.text(at));
    else parts.push(`<${name} ${JSON.stringify(outline.attributes(at))}>${written(outline, at)}</${name}>`);
  }
  return parts.join('');
}

/** One for all: nothing of a page may be met in the next one. */
const ROOM = newRoom();
const readWith = (reader: HtmlReader, html: string) => written(outlineOf(pageText(html, ROOM), reader), 0);
const readBytes = (html: string) => written(outlineOf(bytesText(Buffer.from(html), ROOM)), 0);

test.each([
  ['attributes of every kind', '<a b c=d e = \'f\' g="h>" i=j/k l/ m=""n>x</a>'],
  ['an attribute given twice', '<a b=1 B=2>'],
  ['an equals sign first', '<a =b =c d==e>'],
  ['entities in texts and values', '<a b="&amp;&lt;&copy=1&eacute" c=&#65;>&amp;&eacute&#x42; &nosuch;</a>'],
  ['a script that holds tags', '<script>if (a<b) "</div>" </scripty> </script ><p>x'],
  ['a script in capitals', '<SCRIPT>a</b></Script>x'],
  ['a style that never ends', '<style>a<b>'],
  ['entities in a title and in a text area', '<title>a &amp; <b></title><textarea>&amp;<b></textarea>'],
  ['comments of every kind', 'a<!-- > -->b<!-->c<!--->d<!-- -- > -->e<!x>f<?y>g</ 1>h<![CDATA[ ]]>i'],
  ['signs that start nothing', 'a < b <3 <> </> </ > << <'],
  ['paragraphs and cells left open', '<p>a<p>b<div>c</p>d<table><tr><td>e<td>f<tr><th>g</table>'],
  ['lists left open', '<ul><li>a<li>b<ul><li>c</ul><li>d</ul><dl><dt>e<dd>f<dt>g</dl>'],
  ['end tags without a start', '</div>a</p>b</br>c</span></img>'],
  ['elements ended in the wrong order', '<b><i>a</b>c</i>d'],
  ['void elements with a slash and without', '<br/>a<br>b<img src=x />c<input>'],
  ['a slash on an element of HTML, and of SVG', '<div/>a<svg><path/>b<g/><title/>c</svg><p/>d'],
  ['selects and their options', '<select><option>a<option selected>b<optgroup><option>c</select>'],
  ['elements of unknown names in each other', '<x-a><x-b>a<x-c d=e>b</x-b>c</x-a></x-c>d<é>e</é>f<x-a/>g'],
  ['end tags in a script that begin as its own', '<script></scrip></scripts></script\t>a</script>b'],
  ['an attribute that is one of another after an equals sign', '<a =href="b" href="c">'],
  ['names of the same letters in other cases', '<A HREF=1 Href=2>x</a><TiTle>b</TITLE>'],
  ['a page that stops in a tag, a name and a comment', 'a<b c="d">e<f'],
  ['names in other letters', '<Custom-Element Data-X=1><DIV ID=a>x</DIV></CUSTOM-ELEMENT>'],
])('reads %s as htmlparser2 does', (_, html) => {
  expect(readWith('own', html)).toBe(readWith('htmlparser2', html));
  expect(readBytes(html)).toBe(readWith('own', html));
});

/** Where htmlparser2 reads on and a browser shows what follows: a page could hide its offer there from us and nobody else. */
test.each([
  ['a declaration that looks empty', 'a<!>b>c<!->d>e', 'ab>cd>e'],
  ['a comment that ends with a sign', 'a<!-- --!>b<!--!>c-->d<!---!>e-->f', 'abdf'],
  ['a section of XML', 'a<![CDATA[>b]]>c', 'ab]]>c'],
  ['an end tag with a slash', '<b>a</b/>b<div><p>c</p/></div/>d', 'abcd'],
  ['a script whose end tag has a slash', '<script>a</script/>b', 'b'],
  ['a style whose end tag has a slash and more', '<style>a</style/x>b', 'b'],
  ['a style that is left open in a picture', '<svg><style></svg><b>a</b>', 'a'],
  ['a title that is left open in a picture', '<svg><title></svg><b>a</b>', 'a'],
  ['a style that ends in its picture', '<svg><style>b</style></svg>a', 'a'],
  ['a text area whose end tag has a slash', '<textarea></textarea/>b', 'b'],
])('shows behind %s what a browser shows', (_, html, shown) => {
  const $ = load(html);
  $('script, style').remove();
  expect($.root().text()).toBe(shown);
  for (const page of [pageText(html, ROOM), bytesText(Buffer.from(html), ROOM)])
    expect(outlineText(outlineOf(page), 0).replace(/\n/g, '')).toBe(shown);
});

describe('pages of every size in one room', () => {
  test.each([
    [
      'shorter ones after longer ones',
      ['<p class=a>b'.repeat(30_000), '<i id=c>d', '<p class=a>b'.repeat(90_000), '<u e=f>'],
    ],
    ['elements deeper than any', [`${'<x-y>'.repeat(300)}a${'</x-y>'.repeat(300)}b`, '<b>a</b>']],
    ['deep ones of two names', [`${'<b><x-y>'.repeat(200)}a${'</x-y></b>'.repeat(200)}b`]],
    ['many attributes', [`<a ${Array.from({ length: 150 }, (_, at) => `a${at}=${at}`).join(' ')} href=x>b`]],
  ])('%s', (_, pages) => {
    for (const html of pages) {
      // What is left out of deep pages is a space in htmlparser2's.
      const [own, other] = [readWith('own', html), readWith('htmlparser2', html).replaceAll(' ', '')];
      expect(own.replaceAll(' ', '') === other).toBe(true);
      expect(readBytes(html) === own).toBe(true);
    }
  });
});

const markup = fc.oneof(
  fc.constantFrom(
    ...'<div> </div> <p> </p> <br> <br/> <table> <tr> <td> </td> </table> <ul> <li> </ul> <dl> <dt> <dd> <b> </b>'.split(
      ' ',
    ),
    ...'<svg> </svg> <path/> <select> <option> <title> </title> <textarea> </textarea> <style> </style> <h1> </h1>'.split(
      ' ',
    ),
    ...'<!-- --> --!> <![CDATA[ ]]> <!doctype <? </ < > " \' = / & &amp; &eacute &#65; &lt &copy= <script> </script> <a'.split(
      ' ',
    ),
    ' href="',
    ' class=x',
    " title='",
    ' itemprop',
    '\n',
    ' ',
    'word',
    '€ 5',
    'café\u00a0',
    ' \u3000価',
  ),
  fc.string(),
  fc.string({ unit: 'grapheme' }),
);

/** htmlparser2 misses an entity right after a "<" or the start of an end tag in a title or a text area, which by the standard is read there too. */
const RAW_LESS_THAN = /<\/?[a-z]*(?=&)/i;

/** What a browser reads otherwise than htmlparser2, and we as a browser. */
const AS_BROWSERS_DO =
  /--!>|<!-?>|<!\[CDATA\[|<\/\s*[a-z][^\s>]*\/|<svg[\s\S]*<(?:title|style|script|textarea)/i;

test('any markup is read as htmlparser2 reads it', () => {
  fc.assert(
    fc.property(fc.array(markup, { maxLength: 40 }), (parts) => {
      fc.pre(!RAW_LESS_THAN.test(parts.join('')));
      // htmlparser2 gives out scraps of a construct that the page breaks off in; we leave it out.
      const html = `${parts.join('')}>'>">-->]]></script></style></title></textarea>`;
      fc.pre(!AS_BROWSERS_DO.test(html));
      expect(readWith('own', html)).toBe(readWith('htmlparser2', html));
      expect(readBytes(html)).toBe(readWith('own', html));
    }),
    { numRuns: 1500 },
  );
});

test('the text of an outline is that of the tree', () => {
  fc.assert(
    fc.property(fc.array(markup, { maxLength: 40 }), fc.boolean(), (parts, contentOnly) => {
      const html = parts.join('');
      const page = parseDocument(pageText(html, ROOM), 'https://shop.example/', null, null);
      const root = page.select()('page').get(0);
      const tree = root === undefined ? '' : visibleText(root, { contentOnly });
      expect(outlineText(page.outline, 0, { contentOnly })).toBe(tree);
      const ofBytes = outlineOf(bytesText(Buffer.from(html), ROOM));
      expect(outlineText(ofBytes, 0, { contentOnly })).toBe(tree);
    }),
    { numRuns: 500 },
  );
});

/** What is read of a page is read of its outline: where both readers give the same one, nothing is extracted. */
describe('saved pages give the same outline with either reader, or at least the same extraction', () => {
  const folder = new URL('cases/pages/', import.meta.url);
  for (const name of readdirSync(folder)) {
    test(name, () => {
      const file = readdirSync(new URL(`${name}/`, folder)).find((saved) => saved.startsWith('page.'));
      const body = readFileSync(new URL(`${name}/${file}`, folder));
      const html = body.toString();
      const own = readWith('own', html);
      expect(readBytes(html) === own).toBe(true);
      if (own === readWith('htmlparser2', html)) return;
      const { url, rules = null } = JSON.parse(
        readFileSync(new URL(`${name}/expected.json`, folder), 'utf8'),
      );
      const page = { url, status: 200, headers: {}, body };
      expect(extractPage(page, rules)).toEqual(extractPage(page, rules, { reader: 'htmlparser2' }));
    });
  }
});
