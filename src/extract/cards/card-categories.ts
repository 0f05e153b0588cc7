/** Tells the parts of a catalogue from goods: they lead to lists, and say how much stands there and from what price on. */

import { type Element, elementsIn } from '../html/element.ts';
import { once } from '../html/once.ts';
import type { PriceSpot } from '../looks/find-prices.ts';
import { labelBefore } from '../looks/price-labels.ts';
import type { Survey } from '../page/survey-page.ts';
import type { Group } from './card-groups.ts';
import { isLink } from './card-parts.ts';

/** Addresses within a card: its own, and those of what it is parted into. */
const MANY_PARTS = 4;
/** Elements of one card that are looked at. */
const MAX_IN_CARD = 60;
/** Pieces of text of one card that are looked at. */
const MAX_TEXTS = 20;
/** Of the cards. */
const MOST = 0.6;

/** Cards that lead to several places each are parts of a catalogue. */
export function areParted(cards: readonly Element[]): boolean {
  const parted = cards.filter((card) => {
    const addresses = new Set<string>();
    for (const one of elementsIn(card, MAX_IN_CARD)) {
      const { href = '' } = one.attribs;
      if (isLink(one) && /^(?:https?:\/\/|\/)[^?#]*$/.test(href)) addresses.add(href);
    }
    return addresses.size >= MANY_PARTS;
  });
  return parted.length * 2 > cards.length;
}

const FROM =
  /^[^\p{L}\p{N}]*(?:(?:prices? )?(?:from|starting (?:at|from))|preise ab|ab|à partir de|dès|desde|a partir de|a partire da|da|vanaf|(?:już )?od|från|fra|alkaen|от|від|από|de la|mulai(?: dari)?)(?!\p{L})/iu;
const COUNTS_GOODS =
  /^[(（]?(\d{1,3}(?:[.,\u00a0 ]\d{3})?|\d{1,6})\+? ?(?:products?|items?|articles?|artikel|produkte?|productos?|artículos?|produits?|produtos?|artigos?|prodott[oi]|articoli|producten|artikelen|produkt(?:y|ów)|produktů|varer|varor|tuotetta|termék|produse|товар(?:а|ов|ів|и)?|ürün|(?:件|个|個)?(?:商品|产品|產品))(?!\p{L})/iu;
/** The sizes of one thing are counted, too, and are fewer. */
const MANY_GOODS = 20;

function countsGoods({ elements, runs }: Survey, card: Element): boolean {
  const { first, last } = elements.get(card) ?? { first: 0, last: 0 };
  return runs.slice(first, Math.min(last, first + MAX_TEXTS)).some(({ text }) => {
    const count = COUNTS_GOODS.exec(text)?.[1];
    return count !== undefined && Number(count.replace(/\D/g, '')) >= MANY_GOODS;
  });
}

const HEADINGS = ['h2', 'h3', 'h4'];
const MAX_HEADINGS = 60;
const MIN_COUNTED = 2;

/** "Glassware (1,275 products)" over the tiles of what it is parted into: a directory counts its parts, a list its things once. */
export function countsParts(survey: Survey): boolean {
  const headings = HEADINGS.flatMap((name) => survey.tagged(name).slice(0, MAX_HEADINGS));
  return headings.filter((heading) => countsGoods(survey, heading)).length >= MIN_COUNTED;
}

/** What heads a page of them, by the whole heading. */
const CATEGORIES =
  /^[^\p{L}]*(?:(?:all |our |shop by |product )*categor(?:y|ies)|(?:alle |unsere )?(?:produkt)?kategorien|(?:nos |toutes les )?catégories|(?:nuestras |todas las )?categorías|(?:nossas |todas as )?categorias|(?:le nostre )?categorie|(?:alle )?categorieën|kategorie(?: produktów| zboží)?|kategorier|kategoriat|kategóriák|categorii|κατηγορίες|категории(?: товаров)?|категорії(?: товарів)?|kategoriler|danh mục(?: sản phẩm)?|หมวดหมู่(?:สินค้า)?|kategori(?: produk)?|(?:全部)?(?:商品|产品)?分类|カテゴリー?(?:一覧)?|카테고리|الفئات|קטגוריות)[^\p{L}]*$/iu;

const isHeadedSo = (survey: Survey): boolean =>
  survey
    .tagged('h1')
    .slice(0, 2)
    .some((heading) => CATEGORIES.test(survey.text(heading, 60)));

/** "Glassware, 214 items, from 3.20": nothing is sold at that price but the cheapest of what is counted, or of what a page calls categories. */
export function areCounted(survey: Survey, group: Group): boolean {
  const headed = once(() => isHeadedSo(survey));
  const isCounted = ([card, price]: readonly [Element, PriceSpot | null]) =>
    price !== null &&
    (FROM.test(price.text) || FROM.test(labelBefore(survey, price))) &&
    (headed() || countsGoods(survey, card));
  // Most groups are of goods, and the first cards tell so.
  let others = 0;
  for (const entry of group) {
    if (!isCounted(entry)) others += 1;
    if (others > group.size * (1 - MOST)) return false;
  }
  return group.size > 0;
}
