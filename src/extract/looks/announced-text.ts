/** Finds the text of an offer by the heading above it that says so, where no element is called its description. */
import { around, type Node, nodesTagged, type Outline } from '../html/outline.ts';
import { outlineText, textInside } from '../html/outline-text.ts';
import { tagSet } from '../html/tag-kinds.ts';
import { oneLine } from '../html/visible-text.ts';
import { SIGN } from '../page/name-signs.ts';
import type { PageDocument } from '../page/page-document.ts';

/** By the whole of the heading. */
const ANNOUNCING = new RegExp(
  `^[^\\p{L}]*(?:${[
    '(?:product |item )?description|product (?:details|information)|about (?:this|the) (?:item|product)',
    "(?:produkt|artikel)?beschreibung|produktinformationen|description (?:du |de l[’']?)?(?:produit|article)|descriptif",
    'descripción(?: del? (?:producto|artículo))?|descrição(?: do (?:produto|anúncio))?|descrizione(?: (?:del )?prodotto)?',
    '(?:product)?(?:omschrijving|beschrijving)|opis(?: produktu| przedmiotu| oferty)?|(?:detailní |podrobný )?popis(?: produktu| zboží)?',
    'описание(?: товара)?|о товаре|опис(?: товару)?|(?:produkt)?beskrivning|(?:produkt)?beskrivelse|(?:tuote)?kuvaus|(?:termék)?leírás',
    'descriere(?: produs)?|περιγραφή(?: προϊόντος)?|(?:ürün )?açıklama(?:sı|ları)?|mô tả(?: sản phẩm)?|deskripsi(?: produk)?',
    '(?:商品|产品|產品|宝贝)(?:描述|详情|介绍|说明|詳情|介紹|說明)|商品の?(?:説明|詳細)|(?:상품 ?)?상세 ?(?:정보|설명)|(?:상품|제품) ?(?:상세 ?정보|설명|상세)',
    'รายละเอียด(?:สินค้า)?|الوصف|وصف المنتج|تفاصيل المنتج|توضیحات|معرفی محصول|תיאור(?: המוצר)?|(?:उत्पाद )?विवरण',
  ].join('|')})[^\\p{L}]*$`,
  'iu',
);
const MAX_HEADING = 40;
const MAX_HEADINGS = 40;
const MIN_TEXT = 40;
/** Boxes around a heading that hold nothing else. */
const MAX_CLIMB = 2;

const HEADINGS = tagSet('h2 h3 h4 h5 h6');
const ALL_HEADINGS = tagSet('h1 h2 h3 h4 h5 h6');
const BESIDE = tagSet('nav footer header aside dialog');

/** What stands behind a heading in the box around it, up to the next heading that is as high. */
function textBehind(outline: Outline, heading: Node): string {
  let stand = heading;
  let box = outline.parentOf(stand);
  for (
    let climbed = 0;
    climbed < MAX_CLIMB && box > 0 && outline.endOf(stand) >= outline.endOf(box);
    climbed++
  ) {
    stand = box;
    box = outline.parentOf(stand);
  }
  const from = outline.endOf(stand);
  const end = outline.endOf(box);
  let to = from;
  const level = outline.nameOf(heading);
  while (to < end && !(ALL_HEADINGS[outline.kindOf(to)] === 1 && outline.nameOf(to) <= level))
    to = outline.endOf(to);
  return outlineText(outline, box, { contentOnly: true, leaveOut: (node) => node < from || node >= to });
}

/** Null where no heading announces it. */
export function announcedText({ outline, signsOf }: PageDocument): string | null {
  const isBeside = (heading: Node) =>
    around(outline, heading).some(
      (at) => BESIDE[outline.kindOf(at)] === 1 || signsOf(at, SIGN.related | SIGN.furniture) !== 0,
    );
  for (const heading of nodesTagged(outline, HEADINGS).slice(0, MAX_HEADINGS)) {
    const words = oneLine(textInside(outline, heading, MAX_HEADING * 2), MAX_HEADING + 1);
    if (words.length > MAX_HEADING || !ANNOUNCING.test(words) || isBeside(heading)) continue;
    const text = textBehind(outline, heading);
    if (text.length >= MIN_TEXT) return text;
  }
  return null;
}
