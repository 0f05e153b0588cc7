/** The stored page as shown: nothing in it can do anything, its words stay, contacts are masked wherever they stand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertBody, inertText } from '../src/extract/inert-page.ts';
import { maskContacts } from '../src/text/mask-contacts.ts';

const asIs = (text: string) => text;
const words = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('an inert page', () => {
  const active = [
    { name: 'a script', html: '<script>alert(1)</script>x' },
    { name: 'an unclosed script', html: 'x<script>alert(1)' },
    { name: 'an event handler', html: '<img src=x onerror=alert(1)>x' },
    { name: 'a script address', html: '<a href="javascript:alert(1)">x</a>' },
    { name: 'a frame', html: '<iframe src="//evil.invalid" srcdoc="<script>alert(1)</script>"></iframe>x' },
    {
      name: 'a style',
      html: '<style>@import "//evil.invalid";body{background:url(//evil.invalid)}</style>x',
    },
    { name: 'a style of an element', html: '<p style="background:url(//evil.invalid)">x</p>' },
    { name: 'a form', html: '<form action="//evil.invalid"><input type=password name=p></form>x' },
    { name: 'a refresh', html: '<meta http-equiv=refresh content="0;url=//evil.invalid">x' },
    { name: 'a base', html: '<base href="//evil.invalid">x' },
    {
      name: 'a picture with script',
      html: '<svg><script>alert(1)</script><a xlink:href="//evil.invalid">y</a></svg>x',
    },
    { name: 'a link that is loaded', html: '<link rel=stylesheet href="//evil.invalid">x' },
    { name: 'a tag in an attribute', html: '<p title="><script>alert(1)</script>">x</p>' },
    { name: 'markup in the words of a picture', html: '<img alt="<script>alert(1)</script>">x' },
    { name: 'markup written as text', html: '&lt;script&gt;alert(1)&lt;/script&gt;x' },
    { name: 'a comment that ends early', html: '<!--><script>alert(1)</script>-->x' },
    { name: 'a title that breaks out', html: '<title></title><script>alert(1)</script></title>x' },
    {
      name: 'a text area that breaks out',
      html: '<textarea></textarea><script>alert(1)</script></textarea>x',
    },
    { name: 'a template', html: '<template><script>alert(1)</script></template>x' },
    { name: 'a direction that is none', html: '<p dir="x onclick=alert(1)">x</p>' },
  ];
  it.each(active)('takes away $name', ({ html }) => {
    const shown = inertBody(html, asIs);
    const tags = shown.match(/<[^>]*>/g) ?? [];
    for (const tag of tags)
      expect(tag).toMatch(/^<\/?[a-z0-9]+(?: (?:colspan|rowspan)="\d+")*(?: dir="(?:rtl|ltr)")?>$/);
    expect(tags.join('')).not.toMatch(/script|style|iframe|form|input|svg|link|meta|base/);
    expect(words(shown)).toContain('x');
  });

  it('never holds a tag or an attribute that is not on the list, whatever the page', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '=',
      '/',
      ' ',
      '<p',
      '<script',
      '</script>',
      'onload=',
      '<svg',
      '<!--',
      '-->',
      '<td colspan=',
      '2',
      'x',
      '<style>',
      '</',
      '&lt;',
      '<![CDATA[',
      ']]>',
      '<math',
      '<title>',
      '<img alt=',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const tag of inertBody(pieces.join(''), asIs).match(/<[^>]*>?/g) ?? []) {
          expect(tag).toMatch(/^<\/?[a-z0-9]+(?: (?:colspan|rowspan)="\d+")*>$/);
          expect(tag).not.toMatch(/script|style|svg|math|title|img/);
        }
      }),
    );
  });

  it('keeps the words, the tables and the direction', () => {
    const html =
      '<html><head><title>Shop</title></head><body><h1>Drum</h1><table><tr><td colspan=2>98 %</td><td>a<b>b</b></td></tr>' +
      '</table><p dir=RTL>שלום</p><img alt="A drum"><input value="25 kg"></body></html>';
    const shown = inertBody(html, asIs);
    expect(shown).toContain('<td colspan="2">');
    expect(shown).toContain('<p dir="rtl">');
    expect(shown).toContain('a<b>b</b>');
    expect(words(shown)).toBe('Drum 98 % a b שלום [picture: A drum] [25 kg]');
  });

  it.each([
    ['a head without its end', '<html><head><title>t</title><body><p>x'],
    ['a comment that ends with a sign', '<!-- --!>x'],
    ['a section of XML', '<![CDATA[>x'],
    ['a declaration that looks empty', '<!>x'],
    ['a style whose end tag has a slash', '<style>p{}</style/>x'],
    ['a script whose end tag has a slash', '<script>a()</script/>x'],
    ['a root of shadows', '<div><template shadowrootmode=open>x</template></div>'],
  ])('shows what a browser shows behind %s', (_, html) => {
    expect(words(inertBody(html, asIs))).toBe('x');
  });

  const masked = [
    { name: 'in one element', html: '<p>Call 138 1234 5678 now</p>' },
    { name: 'spread over elements of a line', html: '<p>Call <b>138</b> <i>1234</i><span> 5678</span></p>' },
    { name: 'in the words of a picture', html: '<img alt="138 1234 5678">' },
    { name: 'in a field', html: '<input value="138 1234 5678">' },
    { name: 'in entities', html: '<p>&#49;38 1234 5&#54;78</p>' },
  ];
  it.each(masked)('masks a number $name', ({ html }) => {
    const contacts = [{ kind: 'phone', value: '+8613812345678', raw: '138 1234 5678' }] as const;
    const shown = words(inertBody(html, (text) => maskContacts(text, contacts)));
    expect(shown.replace(/\s/g, '')).not.toMatch(/12345678|1234567/);
    expect(shown).toContain('•');
  });

  it('does not take numbers of neighbouring cells for one', () => {
    const html = '<tr><td>12345</td><td>67890</td></tr>';
    expect(words(inertBody(html, (text) => maskContacts(text, [])))).toBe('12345 67890');
  });

  it('cuts a page that is far too long and one that is nested far too deep', () => {
    const long = inertBody(`<p>${'word '.repeat(400_000)}</p>`, asIs);
    expect(long.length).toBeLessThan(1_100_000);
    expect(long).toContain('The rest is not shown');
    const deep = inertBody(`${'<div>'.repeat(100_000)}x`, asIs);
    expect((deep.match(/<div>/g) ?? []).length).toBeLessThan(300);
  });

  it('shows text that is no HTML as text', () => {
    expect(inertText('{"a":"<b>"}', asIs)).toBe('<pre>{"a":"&lt;b&gt;"}</pre>');
  });
});
