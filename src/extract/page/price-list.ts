/** Whether a page calls itself a price list, by its heading or title. */
import { once } from '../html/once.ts';
import type { PageDocument } from './page-document.ts';
import { headingsOf } from './page-subject.ts';

const PRICE_LIST =
  /(?<!\p{L})(?:price ?-?lists?|(?:produkt)?preislisten?|lista de (?:precios|preços|prețuri)|listas? de precios|tabela de preços|listes? (?:de|des) prix|listin[oi](?: prezzi)?|prijslijst(?:en)?|cennik(?:i|a)?|ceník[yu]?|cenník[yu]?|cjeni[kc]i?|cenovni[kc]i?|ценовник|ценоразпис|árlistá?[ak]?|árjegyzék|fiyat listesi|прайс(?:-?листы?)?|прейскурант|τιμοκατάλογος|prislist[aeo]r?|prislisten|hinnasto|hinnakiri|kainoraštis|cenrādis|bảng (?:báo )?giá|daftar harga)(?!\p{L})|价格表|價格表|报价[单表]|報價[單表]|价目表|價目表|価格表|가격표|قائمة الأسعار|لیست قیمت|מחירון|ใบราคา|รายการราคา/iu;

export function priceListTest(page: PageDocument): () => boolean {
  return once(() => [page.title, ...headingsOf(page)].some((text) => PRICE_LIST.test(text)));
}
