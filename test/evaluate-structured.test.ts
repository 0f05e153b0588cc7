/** How the evaluation holds readers of structured data against what is expected of them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scoreStructured } from './evaluate/score-structured.ts';

const W3C = 'microdata-w3c/test/w3c-tests';
const EXTRUCT = 'extruct/tests/samples';
const LAMP = '<div itemscope itemtype="http://schema.org/Product"><a itemprop="url" href="/lamp">x</a></div>';
const SAYS = (url: string) => `[ a <http://schema.org/Product>; <http://schema.org/url> <${url}> ] .`;
const FILES = {
  [`${W3C}/Test 1/action.html`]: LAMP,
  [`${W3C}/Test 1/result.ttl`]: SAYS('/lamp'),
  [`${W3C}/Test 2/action.html`]: LAMP,
  [`${W3C}/Test 2/result.ttl`]: SAYS('/chair'),
  [`${EXTRUCT}/w3c/offer.html`]: `<div itemscope itemtype="http://schema.org/Product">
    <p itemprop="offers" itemscope itemtype="http://schema.org/Offer"><b itemprop="price">5</b></p></div>`,
  [`${EXTRUCT}/w3c/offer.json`]: JSON.stringify([
    {
      type: 'http://schema.org/Product',
      properties: { offers: { type: 'http://schema.org/Offer', properties: { price: '5' } } },
    },
  ]),
  [`${EXTRUCT}/w3c/graph.json`]: JSON.stringify([{ properties: [['og:title', 'Lamp']] }]),
  [`${EXTRUCT}/w3c/graph.html`]: '<p>x</p>',
  [`${EXTRUCT}/w3crdfa/lamp.html`]:
    '<div vocab="http://schema.org/" typeof="Product"><b property="name">Lamp</b></div>',
  [`${EXTRUCT}/w3crdfa/lamp.expanded.json`]: JSON.stringify([
    {
      '@id': '_:1',
      '@type': ['http://schema.org/Product'],
      'http://schema.org/name': [{ '@value': 'Lamp' }],
    },
  ]),
  [`${EXTRUCT}/custom.invalid/comment.html`]:
    '<script type="application/ld+json">{"@type":"Product",/* x */"name":"Lamp"}</script>',
  [`${EXTRUCT}/custom.invalid/comment.jsonld`]: JSON.stringify([{ '@type': 'Product', name: 'Chair' }]),
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-structured-'));
  for (const [name, text] of Object.entries(FILES)) {
    const path = join(folder, 'structured', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test('counts the cases that are read as expected, and says what the others differ by', () => {
  expect(scoreStructured(folder)).toEqual([
    {
      name: 'microdata, W3C',
      cases: 2,
      asExpected: 1,
      wrong: [
        {
          file: `${W3C}/Test 2/action.html`,
          statements: [
            '- Product url = http://w3c.github.io/chair',
            '+ Product url = http://w3c.github.io/lamp',
          ],
        },
      ],
    },
    { name: 'microdata, extruct', cases: 1, asExpected: 1, wrong: [] },
    { name: 'RDFa, extruct', cases: 1, asExpected: 1, wrong: [] },
    {
      name: 'JSON-LD, extruct',
      cases: 1,
      asExpected: 0,
      wrong: [
        {
          file: 'custom.invalid/comment.jsonld',
          statements: [
            '- Product name = http://w3c.github.io/microdata-rdf/tests/Chair',
            '+ Product name = http://w3c.github.io/microdata-rdf/tests/Lamp',
          ],
        },
      ],
    },
  ]);
});

test('a folder without such cases has no score', () => {
  expect(scoreStructured(join(folder, 'structured'))).toBeNull();
});
