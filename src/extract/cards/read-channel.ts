/** Reads the public preview of a channel: messages one below the other, each with an address of its own, of which some sell. */

import type { Availability, Price } from '../../model/listing.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import { type Element, elementsIn } from '../html/element.ts';
import { oneLine, visibleText } from '../html/visible-text.ts';
import { fieldsOfLabels } from '../looks/fields-of-labels.ts';
import { hasSignedNumber } from '../looks/find-prices.ts';
import { placeInProse } from '../looks/place-in-prose.ts';
import { priceInProse } from '../looks/price-in-prose.ts';
import { type Draft, NO_FIELDS } from '../page/draft.ts';
import { labelKey } from '../page/label-words.ts';
import { casIn, labelledPairs } from '../page/labelled-pairs.ts';
import type { PageDocument } from '../page/page-document.ts';
import { namesGoods } from '../page/selling-words.ts';
import { quantityIn } from '../values/find-quantity.ts';
import { parseDate } from '../values/parse-date.ts';
import { parsePrice, priceHints } from '../values/parse-price.ts';
import { onRequestAt } from '../values/price-words.ts';
import { saysStock } from '../values/read-availability.ts';

const MAX_MESSAGES = 200;
/** Of one message. */
const MAX_ELEMENTS = 400;
const MAX_TEXT = 8000;
const MAX_TITLE = 120;
const MAX_MENTIONS = 10;
const MAX_STRUCK = 10;
const STRUCK = new Set(['s', 'del', 'strike']);

/** Telegram marks a message by the names of its channel and its number: "acme/17". */
const ADDRESS = /^([a-z][a-z0-9_]{3,31})\/\d{1,12}$/i;
const MENTION = /(?<![\w@.])@([a-z][a-z0-9_]{4,31})(?![\w@.])/gi;
const PICTURE = /url\(["']?(https?:\/\/[^"')]{1,500})/i;

type Parts = {
  readonly text: string;
  /** Without what is struck out. */
  readonly prose: string;
  readonly posted: string | null;
  readonly images: string[];
};

function partsOf(page: PageDocument, message: Element): Parts {
  const inside = elementsIn(message, MAX_ELEMENTS);
  const called = (name: RegExp) => inside.filter(({ attribs }) => name.test(attribs['class'] ?? ''));
  const text = called(/(?:^|\s)tgme_widget_message_text(?:\s|$)/)
    .map((one) => visibleText(one, { limit: MAX_TEXT }))
    .join('\n')
    .slice(0, MAX_TEXT);
  const struck = inside
    .filter(({ name }) => STRUCK.has(name))
    .slice(0, MAX_STRUCK)
    .map((one) => visibleText(one, { limit: MAX_TITLE }));
  const pictures = called(/(?:^|\s)tgme_widget_message_photo_wrap(?:\s|$)/);
  const time = inside.find(({ name, attribs }) => name === 'time' && attribs['datetime'] !== undefined);
  return {
    text,
    prose: struck.reduce((prose, was) => prose.replace(was, ' '), text),
    posted: time === undefined ? null : parseDate(time.attribs['datetime'] ?? '', page.language, page.clock),
    images: pictures.flatMap(({ attribs }) => PICTURE.exec(attribs['style'] ?? '')?.[1] ?? []),
  };
}

const PICTURED = '(?:\\p{Extended_Pictographic}|\\u200d|\\ufe0f|\\s)';
/** Signs and little pictures around what a line says. */
const ORNAMENT = new RegExp(`^[^\\p{L}\\p{N}«“"'([#]+|(?<!${PICTURED})${PICTURED}+$`, 'gu');

/** Its first line, which names the goods more often than not. */
function titleOf(text: string): string {
  const line = text.split('\n').find((line) => /\p{L}{2}/u.test(line)) ?? '';
  return oneLine(line.replace(ORNAMENT, ''), MAX_TITLE);
}

/** "Price on request": said of goods, where news say nothing of a price; behind an amount in the same line, too. */
function askedPrice(page: PageDocument, lines: readonly string[]): Price | null {
  const isPriced = (line: string) => labelKey(/^\p{L}*/u.exec(line)?.[0] ?? '') === 'price';
  const asks = (line: string) => onRequestAt(line) >= 0 && (isPriced(line) || quantityIn(line) !== null);
  const line = lines.find(asks);
  return line === undefined ? null : parsePrice(line, priceHints(page, null));
}

/** What was sold is marked so below what was said of it. */
function stockIn(lines: readonly string[]): Availability | null {
  const said = lines.map((line) => saysStock(line)).filter((stock) => stock !== null);
  return said.find(isGone) ?? said[0] ?? null;
}

const isGone = (stock: Availability | null): boolean => stock === 'SoldOut' || stock === 'OutOfStock';

/** In a channel "@name" is whom to write to. */
const mentionsIn = (text: string): string[] =>
  [...text.matchAll(MENTION).take(MAX_MENTIONS)].map(([, name]) => `https://t.me/${name}`);

function draftOf(page: PageDocument, message: Element, channel: string): Draft | null {
  const address = message.attribs['data-post'] ?? '';
  const id = ADDRESS.exec(address)?.[1];
  const { text, prose, posted, images } = partsOf(page, message);
  const lines = text.split('\n').map((line) => line.replace(ORNAMENT, ''));
  const title = titleOf(text);
  const price = priceInProse(page, prose) ?? askedPrice(page, lines);
  if (id === undefined || title === '') return null;
  const mentions = mentionsIn(text);
  const reached = () => mentions.length > 0 || findContacts([text], [], page).length > 0;
  const stock = stockIn(lines);
  const wasSold = isGone(stock) && hasSignedNumber(text);
  // News and greetings name no price, say of nothing that it was sold, and name nothing that sells.
  if (price === null && !wasSold && !(namesGoods(text) && reached())) return null;
  const labelled = fieldsOfLabels([...labelledPairs(lines), ...casIn(lines)], page);
  const { attributes } = labelled;
  const quantity =
    labelled.quantity ?? lines.map((line) => quantityIn(line)).find((one) => one !== null) ?? null;
  const fields = {
    ...NO_FIELDS,
    ...{ title, description: text, price, images, attributes, quantity, postedAt: posted },
    availability: stock,
    location: labelled.location ?? placeInProse(text),
    url: page.resolve(`/${address}`),
    externalId: address,
    seller: { name: channel === '' ? id : channel, id, url: page.resolve(`/${id}`), country: null },
    contactTexts: mentions,
  };
  return { reader: 'heuristic', fields, unread: [] };
}

/** The messages that sell; empty for every other page. */
export function readChannel(page: PageDocument): { drafts: Draft[]; messages: readonly Element[] } {
  const nodes = [...page.outline.bearing('data-post')].flatMap(([address, marked]) =>
    ADDRESS.test(address) ? marked : [],
  );
  if (nodes.length === 0) return { drafts: [], messages: [] };
  const messages = page.tree().elementsOf(nodes.sort((a, b) => a - b).slice(-MAX_MESSAGES));
  const channel = oneLine(page.meta.get('og:title')?.[0] ?? '', MAX_TITLE);
  return { drafts: messages.flatMap((message) => draftOf(page, message, channel) ?? []), messages };
}
