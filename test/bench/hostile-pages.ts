/** Pages made to overwhelm: one construct again and again, each of a kind that has brought some parser or reader down. */

/** Makes a page of about this many bytes. */
export type HostilePage = { readonly name: string; readonly make: (bytes: number) => string };

const SCRIPT = '<script type="application/ld+json">';

/** The piece as often as it fits; `$` in it is the number of the piece. */
function fill(bytes: number, piece: string): string {
  if (!piece.includes('$')) return piece.repeat(Math.max(1, Math.floor(bytes / piece.length)));
  const parts: string[] = [];
  for (let length = 0, at = 0; length < bytes; at += 1) {
    const part = piece.replaceAll('$', String(at));
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

type Frame = { readonly before?: string; readonly after?: string };

const repeated =
  (piece: string, { before = '', after = '' }: Frame = {}) =>
  (bytes: number) =>
    before + fill(bytes - before.length - after.length, piece) + after;

/** Opened half of the length, closed the other half. */
const nested =
  (open: string, close: string, frame: Frame = {}) =>
  (bytes: number) => {
    const times = Math.floor(bytes / (open.length + close.length));
    return `${frame.before ?? ''}${open.repeat(times)}${close.repeat(times)}${frame.after ?? ''}`;
  };

const inScript = { before: SCRIPT, after: '</script>' };
/** An offer told in full, so that the page is read by its structured data. */
const OFFER = `${SCRIPT}{"@type":"Product","name":"Lamp","image":"/a.jpg","offers":{"price":"5","priceCurrency":"EUR","availability":"InStock","seller":"A"}}</script>`;
const detail = { before: `${OFFER}<h1>Lamp</h1>` };
const inText = { before: '<h1>Lamp</h1><p>€5</p><p>', after: '</p>' };
const toldText = { before: `${OFFER}<h1>Lamp</h1><main><p>`, after: '</p></main>' };

const TAGS: Readonly<Record<string, (bytes: number) => string>> = {
  'start tags without an end': repeated('<a '),
  'an attribute without an end': repeated('<a href="'),
  'attributes in one tag': repeated(' a$=b', { before: '<p', after: '>x' }),
  'attributes of many tags': repeated('<i a=1 b=2 c=3 d=4 e=5>'),
  'equals signs': repeated('=', { before: '<p ', after: '>' }),
  'quotes in a tag': repeated('"', { before: '<p ', after: '>' }),
  'less-than signs': repeated('<'),
  'end tags alone': repeated('</p>'),
  'end tags without an end': repeated('</'),
  'end tags and spaces': repeated('</ '),
  'comments without an end': repeated('<!--'),
  'comments with dashes': repeated('<!-- - -- '),
  'declarations and instructions': repeated('<!x><?y>'),
  'CDATA sections': repeated('<![CDATA['),
  'scripts without an end': repeated('<script>'),
  'near ends of a script': repeated('</scrip', { before: '<script>' }),
  'titles without an end': repeated('<title>'),
  'half entities': repeated('&amp'),
  entities: repeated('&#x41;&eacute;'),
  'ampersands in attributes': repeated('<a title="&&&&&&&&">'),
  'a long name of a tag': repeated('a', { before: '<' }),
  'paragraphs left open': repeated('<p>'),
  'nested divisions': nested('<div>', '</div>'),
  'nested bold text, wrongly ended': repeated('<b></i>'),
  'nested tables': repeated('<table><tr><td>'),
  'nested lists': repeated('<ul><li>'),
  'select options': repeated('<option>a'),
  'foreign elements': repeated('<svg><title><math>'),
  'templates and frames': repeated('<template><iframe>'),
  'long classes': repeated('related-item product-title in-stock ', { before: '<p class="', after: '">x' }),
  'many classes': repeated('<i class="c$ price">x</i>'),
  'many ids': repeated('<i id="price-$">x</i>'),
  'texts one by one': repeated('a<br>'),
  blanks: repeated(' \n\t'),
  'blanks between words': repeated('a                                        '),
  'no-break spaces': repeated('\u00a0'),
};

const DATA: Readonly<Record<string, (bytes: number) => string>> = {
  'open graphs': repeated('{"@graph":[', inScript),
  'deep arrays': repeated('[', inScript),
  'deep objects, whole': (bytes) => `${SCRIPT}${nested('{"offers":[', ']}')(bytes)}</script>`,
  'a huge array': repeated('{"@type":"Product","name":"a","offers":{"price":1}},', {
    before: `${SCRIPT}[`,
    after: '0]</script>',
  }),
  'a huge array of numbers': repeated('1,', { before: `${SCRIPT}[`, after: '1]</script>' }),
  'many properties': repeated('"a$":1,', { before: `${SCRIPT}{`, after: '"b":1}</script>' }),
  'many scripts': repeated(`${SCRIPT}{"@type":"Product","name":"a$"}</script>`),
  'many broken scripts': repeated(`${SCRIPT}{"@type":</script>`),
  'one broken script': repeated('{"a":"b\n",}', inScript),
  'quotes in a broken script': repeated('"', inScript),
  'commas and blanks in a broken script': repeated(', ', { before: `${SCRIPT}[`, after: ']</script>' }),
  'comments in a script': repeated('/* ', inScript),
  'escapes in a script': repeated('\\"&quot;', inScript),
  'products full of numbers': repeated(
    `{"@type":"Product","name":"a$","url":"/p/$","description":"${'whatsapp 12 34 5$ 10 99 11 7; '.repeat(40)}"},`,
    { before: `${SCRIPT}[`, after: '{}]</script>' },
  ),
  'products full of telephone numbers': repeated(
    `{"@type":"Product","name":"a$","url":"/p/$","description":"${Array.from({ length: 40 }, (_, n) => `+44 20 7946 00${10 + n}; `).join('')}"},`,
    { before: `${SCRIPT}[`, after: '{}]</script>' },
  ),
  'references in a circle': repeated('{"@id":"#$","offers":{"@id":"#0"},"isRelatedTo":{"@id":"#$"}},', {
    before: `${SCRIPT}{"@graph":[{"@id":"#0","@type":"Product","name":"a","offers":{"@id":"#1"}},`,
    after: '{}]}</script>',
  }),
  'references to one large node': repeated('{"@type":"Product","name":"a","offers":{"@id":"#big"}},', {
    before: `${SCRIPT}{"@graph":[{"@id":"#big","offers":[${'{"price":"1"},'.repeat(500)}{}]},`,
    after: '{}]}</script>',
  }),
  'an offer of many offers': repeated('{"@type":"Offer","price":"$"},', {
    before: `${SCRIPT}{"@type":"Product","name":"a","offers":[`,
    after: '{}]}</script>',
  }),
  'a list of many elements': repeated('{"@type":"ListItem","url":"/p/$","name":"a$"},', {
    before: `${SCRIPT}{"@type":"ItemList","itemListElement":[`,
    after: '{}]}</script>',
  }),
  'bad dates and prices': repeated(
    '{"@type":"Product","name":"a","datePosted":"2026-99-$","offers":{"price":"1,2,3.4.$"}},',
    {
      before: `${SCRIPT}[`,
      after: '{}]</script>',
    },
  ),
  'nested microdata': repeated('<div itemscope itemprop=offers itemtype=schema.org/Product>'),
  'microdata side by side': repeated('<i itemscope itemtype="a/Product"><b itemprop=name>a$</b></i>'),
  'microdata that refers to one part': repeated('<i itemscope itemtype="a/Product" itemref="r"></i>', {
    before: `<p id=r>${'<b itemprop=name>a</b>'.repeat(300)}</p>`,
  }),
  'microdata that refers in a circle': repeated(
    '<i itemscope itemprop=offers id=r$ itemref="r0 r1 r2 r$"></i>',
  ),
  'one id many times': repeated('<b id=r itemprop=name>a</b>', {
    before: `${'<i itemscope itemtype="a/Product" itemref="r r r r r r r r r r"></i>'.repeat(100)}`,
  }),
  RDFa: repeated('<b typeof="Product" property="name" resource="#$">a'),
  'meta elements': repeated('<meta property="og:title" content="a$"><meta name="x$" content="y">'),
  'canonical links': repeated('<link rel="canonical next" href="/a/$">'),
  'a base of another sort': repeated('<base href="javascript:$">'),
  'quotes in a string': repeated('" x ', { before: `${SCRIPT}{"name":"`, after: '</script>' }),
  'state assignments': repeated('<script>window.__STATE__={"a":{"price":$}};</script>'),
  'state never closed': repeated('{"product":{"name":"a","price":"1",', {
    before: '<script>window.__STATE__=',
  }),
  'state of one script': repeated('window.a$={b:[1,2,"x"]};', { before: '<script>', after: '</script>' }),
  'JSON.parse of strings': repeated('window.a=JSON.parse("{\\"a\\":', { before: '<script>' }),
  'rows of a stream': repeated('1:T9,{\\"price\\":1', {
    before: '<script>self.__next_f.push([1,"',
    after: '"])</script>',
  }),
  'a flat state in a stream': repeated('{\\"_1\\":$,\\"_2\\":1},', {
    before: '<script>window.__reactRouterContext.streamController.enqueue("[{\\"_1\\":2},\\"price\\",',
    after: '1]");</script>',
  }),
  'a page of framework data': repeated('{"name":"a$","price":{"amount":"1"},"url":"/p/$"},', {
    before: '<script id="__NEXT_DATA__" type="application/json">{"props":{"items":[',
    after: '{}]}}</script>',
  }),
};

const CONTENT: Readonly<Record<string, (bytes: number) => string>> = {
  prices: repeated('<b>€$.99</b>'),
  'prices in one text': repeated('€$.99 ', inText),
  'prices in pieces': repeated('<i>€</i><i>9</i><i>,</i><i>99</i>'),
  'figures in one text': repeated('1,234.', inText),
  'cards with prices': repeated('<li><a href="/p/$">Lamp $</a><b>€5</b></li>'),
  'cards of many forms': repeated('<li class="k$"><a href="/p/$">Lamp</a><b>€5</b></li>'),
  headings: repeated('<h1>Lamp $</h1>'),
  'long headings': repeated('lamp ', { before: '<title>lamp</title><h1>', after: '</h1>' }),
  'a long title': repeated('lamp | ', { before: '<title>', after: '</title><h1>a</h1>' }),
  anchors: repeated('<a href="/p/$">a</a>'),
  'anchors of one address': repeated('<a href="/p/1">a</a>'),
  'addresses that must be resolved': repeated('<a href="../a/./b/$ c">a</a>'),
  'addresses on other hosts': repeated('<a href="http://h$.example/%zz">a</a>'),
  'addresses that lead nowhere': repeated('<a href="javascript:$"><a href="http://u:p@a/">'),
  'a long address': repeated('a/', { before: '<a href="/', after: '">a</a>' }),
  'dots in an address': repeated('../', { before: '<a href="', after: '">a</a>' }),
  buttons: repeated('<button>Add to cart</button>'),
  'buttons of a form': repeated('<button name=page value=$>$</button>', { before: '<form>' }),
  'buttons with numbers of pages': repeated('<button data-page=$>$</button>'),
  'prices in attributes': repeated('<option data-price="$">a<b data-price="5" data-currency="EUR">'),
  'cards without addresses': repeated(
    '<li><img src="/a$.jpg"><h3>Lamp $</h3><b>€5</b><button>Buy</button></li>',
  ),
  images: repeated('<img src="/a$.jpg" alt="lamp">', { before: '<h1>Lamp</h1>' }),
  'a srcset': repeated('/a$.jpg $w, ', { before: '<h1>Lamp</h1><img srcset="', after: '">' }),
  'many srcsets': repeated('<img srcset="a 1w, b 2w, c 3w, d 4w" alt="lamp">', { before: '<h1>Lamp</h1>' }),
  'attribute rows': repeated('<tr><th>a$<td>b</tr>', { before: '<table>' }),
  'small tables of prices': repeated(
    `<table><tr><th>Product<th>Price</tr>${'<tr><td>Acid<td>€5</tr>'.repeat(3)}</table>`,
  ),
  'a long table of prices': repeated('<tr><td>Acid $<td>€5</tr>', {
    before: '<table><tr><th>Product<th>Price</tr>',
  }),
  'cells over no number of columns': repeated('<tr><td colspan="-3">Acid<td>1 kg<td>12.50 EUR</tr>', {
    before: '<table><tr><th>Product<th>Pack<th>Price</tr>',
  }),
  'cells over a milliard columns': repeated('<tr><td colspan="1e9">Acid<td>1 kg<td>12.50 EUR</tr>', {
    before: '<table><tr><th>Product<th>Pack<th>Price</tr>',
  }),
  'headings in headings by their looks': repeated('<font size=7>a '),
  'a number of very many digits': repeated('1', {
    before: `${SCRIPT}{"@type":"Product","name":"Lamp","offers":[{"@type":"Offer","price":"5","priceCurrency":"EUR","sku":"`,
    after: 'x"},{"@type":"Offer","price":"6","priceCurrency":"EUR","sku":"2"}]}</script><h1>Lamp</h1>',
  }),
  'struck words of a message': repeated('<s>a</s> ', {
    before: '<div data-post="shop/1"><p class="tgme_widget_message_text">Lamp €5 ',
  }),
  'headings of related goods': repeated('<h2>Related products</h2><p>x</p>'),
  'messages of a channel': repeated(
    '<div data-post="shop/$"><p class="tgme_widget_message_text">Lamp €5 @seller$</p></div>',
  ),
  'a row of many cells': repeated('<td>a', { before: '<table><tr>' }),
  'definition lists': repeated('<dt>a$<dd>b', { before: '<dl>' }),
  'colon lists': repeated('<ul><li>a: b<li>c: d</ul>'),
  'pager links': repeated('<a href="?page=$">$</a> ', { before: '<div class=pagination>' }),
  pagers: repeated('<div class=pagination><a href="?p=$">1</a><a>2</a></div>'),
  'pagers in pagers': repeated('<div class=pager><a href="?p=1">1</a>'),
  'next words': repeated('<a href="/$">next</a>'),
  'stock words': repeated('<i class=stock>In stock</i>'),
  'seller words': repeated('<p>Sold by: A$</p>'),
  'labels and values': repeated('<p>SKU: a$</p>'),
  'descriptions in each other': repeated('<div class=description>'),
  'descriptions side by side': repeated(
    '<p class=product-description>a lamp that is as good as new, 40 cm</p>',
  ),
  'sections of a header': repeated('<header><nav><a href=/a>a'),
};

/** Each is shown both on a page without structured data and as the text of an offer told by it. */
const WORDS: Readonly<Record<string, string>> = {
  'e-mail signs': 'a@a.a@',
  'e-mail names': 'a.a-a+a_',
  'e-mails spelled out': 'a at a dot a ',
  'at signs': ' at ',
  brackets: '(((',
  'dots spelled out': '(dot)',
  digits: '1234567890',
  'digits and spaces': '12 34 ',
  'numbers to call': '+44 20 7946 0018 ',
  'parts of a number': '(0-',
  'slashes between digits': '020/7946/',
  messengers: 'telegram: a_b whatsapp +1 wechat id ',
  'a messenger without a name': 'telegram ',
  'links to messengers': 't.me/abcdef ',
  wallets: '1BoatSLRHtKNngkdXEeobR76b53LETtpyT ',
  'almost wallets': 'bc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq ',
  'one endless word': 'A1b2',
  'hexadecimal keys': '05abcdef0123456789',
  dates: '3 days ago, 2026-01-02, 1/2/2026 ',
  months: '12 January ',
  units: '5 kg x 10 ',
  Chinese: '本店现货供应价格优惠',
  'combining marks': 'e\u0301\u0301\u0301',
  emoji: '🙂👩‍🔬',
  'right-to-left marks': '\u200f\u202e',
  sentences: 'Please look at all pictures. ',
};

function asPages(group: Readonly<Record<string, (bytes: number) => string>>): HostilePage[] {
  return Object.entries(group).map(([name, make]) => ({ name, make }));
}

export const HOSTILE_PAGES: readonly HostilePage[] = [
  ...asPages(TAGS),
  ...asPages(DATA),
  ...asPages(CONTENT),
  ...Object.entries(WORDS).flatMap(([name, piece]) => [
    { name: `${name}, in the text of a page`, make: repeated(piece, inText) },
    { name: `${name}, in the text of an offer`, make: repeated(piece, toldText) },
  ]),
  {
    name: 'every tag behind an offer',
    make: repeated('<div class="related $"><a href="/$">x</a></div>', detail),
  },
];
