/** Words by which pages of many languages name what they tell: labels, packs, countries, languages, buttons, themselves. */
import { expect, test } from 'vitest';
import { extractPage } from '../src/extract/extract-page.ts';
import { pageText } from '../src/extract/html/code-units.ts';
import { newRoom } from '../src/extract/html/page-room.ts';
import { findBuyControls } from '../src/extract/looks/buy-controls.ts';
import { fieldsOfLabels } from '../src/extract/looks/fields-of-labels.ts';
import { sellerIdIn } from '../src/extract/looks/linked-seller.ts';
import { placeInProse } from '../src/extract/looks/place-in-prose.ts';
import { startOf } from '../src/extract/page/label-starts.ts';
import { attributeName, labelKey, labelsOf } from '../src/extract/page/label-words.ts';
import { labelledPairs } from '../src/extract/page/labelled-pairs.ts';
import { ownNameTest } from '../src/extract/page/own-name.ts';
import { parseDocument } from '../src/extract/page/page-document.ts';
import { surveyPage } from '../src/extract/page/survey-page.ts';
import { countryNamed } from '../src/extract/values/country-names.ts';
import { detectLanguage } from '../src/extract/values/detect-language.ts';
import { quantityIn } from '../src/extract/values/find-quantity.ts';
import { hostCountry } from '../src/extract/values/host-country.ts';
import { saysStock } from '../src/extract/values/read-availability.ts';
import labels from './cases/labels.json' with { type: 'json' };

type Row<T extends readonly unknown[]> = readonly T[];
const pageOf = (html: string, url = 'https://shop.example/p/1') =>
  parseDocument(pageText(html, newRoom()), url, null, null);

test.each(labels.labels as unknown as Row<[string, string | null]>)('the label "%s" is %s', (text, key) => {
  expect(labelKey(text)).toBe(key);
});

test('no text that starts with a label is denied at a look, and most others are', () => {
  const mayStart = startOf('postedAt');
  const dressed = labelsOf('postedAt').flatMap((label) => [
    label,
    label.toUpperCase(),
    `(${label})`,
    `* ${label}: 12.11.2026`,
  ]);
  expect(dressed.filter((text) => !mayStart(text))).toEqual([]);
  const others = ['Citric acid', 'A heavy chair', '12.11.2026', 'Купить', '数量', 'Önerilen', 'Ώρες'];
  expect(others.filter(mayStart)).toEqual([]);
});

test.each(labels.attributes as unknown as Row<[string, string, string]>)(
  '"%s" with the value "%s" is kept as %s',
  (name, value, kept) => {
    expect(attributeName(name, value)).toBe(kept);
  },
);

test.each(labels.pairs as unknown as Row<[string[], [string, string][]]>)(
  'the texts %j hold %j',
  (texts, pairs) => {
    expect(labelledPairs(texts)).toEqual(pairs);
  },
);

test.each(labels.stock as unknown as Row<[string, string | null]>)(
  'what is labelled availability and says "%s" is %s',
  (text, availability) => {
    const page = pageOf('<h1>Citric acid</h1>');
    expect(fieldsOfLabels([['Availability', text]], page).availability).toBe(availability);
  },
);

test.each(labels.stockTexts as unknown as Row<[string, string | null]>)(
  'a text that is nothing but "%s" says %s of the stock',
  (text, availability) => {
    expect(saysStock(text)).toBe(availability);
  },
);

test.each(labels.quantities as unknown as Row<[string, string | null]>)(
  '"%s" offers %s',
  (text, quantity) => {
    expect(quantityIn(text)).toBe(quantity);
  },
);

test.each(labels.countries as unknown as Row<[string, string | null]>)(
  '"%s" is the country %s',
  (text, code) => {
    expect(countryNamed(text)).toBe(code);
  },
);

test.each(labels.hosts as unknown as Row<[string, string | null]>)('%s speaks for %s', (host, code) => {
  expect(hostCountry(host)).toBe(code);
});

test.each(labels.languages as unknown as Row<[string, string | null]>)('"%s" is in %s', (text, language) => {
  expect(detectLanguage(text)).toBe(language);
});

test.each(labels.ownNames as unknown as Row<[string, string, string, boolean]>)(
  'on %s with %s the name "%s" is its own: %s',
  (url, html, name, own) => {
    expect(ownNameTest(pageOf(html, url))(name)).toBe(own);
  },
);

test.each(labels.sellerIds as unknown as Row<[string, string | null]>)(
  'the seller at %s is %s',
  (url, id) => {
    expect(sellerIdIn(url)).toBe(id);
  },
);

test.each(labels.buttons as unknown as Row<[string, string | null]>)(
  'a button "%s" says %s',
  (text, says) => {
    const survey = surveyPage(pageOf(`<h1>Lamp</h1><button>${text}</button>`));
    expect(findBuyControls(survey, () => false)[0]?.says ?? null).toBe(says);
  },
);

test('a cart button that cannot be pressed does not say that there is stock', () => {
  const survey = surveyPage(pageOf('<h1>Lamp</h1><button disabled>Add to cart</button>'));
  expect(findBuyControls(survey, () => false).map(({ says }) => says)).not.toContain('cart');
});

test('a page that declares no language is read in that of its text, and says so', () => {
  const page = pageOf('<p>Die Lampe ist aus Messing und wird mit einem Kabel für den Tisch geliefert.</p>');
  expect(page).toMatchObject({ language: 'de', declaresLanguage: false });
  expect(pageOf('<html lang="fr"><p>The lamp is of brass.</p>')).toMatchObject({
    language: 'fr',
    declaresLanguage: true,
  });
});

test.each([
  [{ fetchedAt: '2025-03-06T12:00:00.000Z' }, {}, '2025-03-04'],
  [{}, { date: 'Thu, 06 Mar 2025 12:00:00 GMT' }, '2025-03-04'],
  [{}, {}, null],
])(
  'a day told by its distance is counted back from when the page was fetched: %j %j',
  (when, headers, day) => {
    const html =
      '<html lang="en"><h1>Brass lamp</h1><p class="price">$5.00</p><button>Add to cart</button><p>Posted: 2 days ago</p>';
    const page = {
      url: 'https://ads.example/item/lamp',
      status: 200,
      headers,
      body: Buffer.from(html),
      ...when,
    };
    const [listing] = extractPage(page, null).listings;
    expect(listing?.title).toBe('Brass lamp');
    expect(listing?.postedAt).toBe(day);
  },
);

test.each(labels.placesInProse as unknown as Row<[string, string | null]>)(
  'in "%s" the place is %s',
  (text, place) => {
    expect(placeInProse(text)).toBe(place);
  },
);
