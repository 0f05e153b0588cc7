/** The shops of the market: five makes, repeated under other names when more shops are wanted. */
import type { Language } from './content.ts';
import { at } from './random.ts';

const MAKES = ['jsonld-shop', 'classifieds', 'chem-supplier', 'board', 'script-shop'] as const;
export type Make = (typeof MAKES)[number];

/** How one section of a shop prints money. */
export type Money = {
  readonly currency: string;
  /** Units of the currency for one euro, round on purpose. */
  readonly rate: number;
  /** `{n}` is the number. */
  readonly pattern: string;
  readonly group: string;
  readonly decimal: string;
  readonly decimals: number;
  /** Ten digits of another script, or null for 0–9. */
  readonly digits: string | null;
};

export type Section = { readonly language: Language; readonly money: Money };

export type Shop = {
  readonly id: string;
  readonly make: Make;
  readonly name: string;
  /** E-mail domain, reserved by RFC 2606. */
  readonly domain: string;
  readonly country: string;
  /** Where the negatives of the content tables are taken from, besides `any`. */
  readonly place: 'goods' | 'chem' | 'board';
  /** Private people sell here, so that the seller is the author and not the shop. */
  readonly manySellers: boolean;
  readonly sections: readonly Section[];
};

function money(
  currency: string,
  rate: number,
  pattern: string,
  marks = ',.',
  decimals = 2,
  digits: string | null = null,
): Money {
  return { currency, rate, pattern, group: marks.slice(0, -1), decimal: marks.slice(-1), decimals, digits };
}

const NARROW_SPACE = '\u202f';
const NO_BREAK = '\u00a0';

type MakeTable = Omit<Shop, 'id' | 'make' | 'name' | 'domain'> & { readonly names: readonly string[] };

const MAKE_TABLE: Readonly<Record<Make, MakeTable>> = {
  'jsonld-shop': {
    names: ['Nordlicht Kaufhaus', 'Haus & Hof Lager', 'Lindenmarkt'],
    country: 'DE',
    place: 'goods',
    manySellers: false,
    sections: [
      { language: 'de', money: money('EUR', 1, `{n}${NO_BREAK}€`, '.,') },
      { language: 'fr', money: money('EUR', 1, `{n}${NO_BREAK}€`, `${NARROW_SPACE},`) },
      { language: 'nl', money: money('EUR', 1, '€ {n}', '.,') },
      { language: 'en', money: money('EUR', 1, '€{n}') },
    ],
  },
  classifieds: {
    names: ['Plaza Anuncios', 'Rynek Ogłoszeń', 'Corner Ads'],
    country: 'ES',
    place: 'goods',
    manySellers: true,
    sections: [
      { language: 'es', money: money('EUR', 1, '{n} €', '.,') },
      { language: 'pt', money: money('BRL', 6, 'R$ {n}', '.,') },
      { language: 'pl', money: money('PLN', 4, `{n}${NO_BREAK}zł`, `${NO_BREAK},`) },
      { language: 'en', money: money('GBP', 0.8, '£{n}') },
    ],
  },
  'chem-supplier': {
    names: ['Examplar Chemical Supply', 'Beispiel Feinchemie', 'Sample Reagents'],
    country: 'CN',
    place: 'chem',
    manySellers: false,
    sections: [
      { language: 'en', money: money('USD', 1.1, 'US$ {n}') },
      { language: 'zh', money: money('CNY', 8, '¥{n}') },
      { language: 'de', money: money('EUR', 1, 'EUR {n}', '.,') },
    ],
  },
  board: {
    names: ['Барахолка Пример', 'Takas Panosu', 'Trading Post Board'],
    country: 'RU',
    place: 'board',
    manySellers: true,
    sections: [
      { language: 'ru', money: money('RUB', 100, `{n}${NO_BREAK}₽`, `${NO_BREAK},`, 0) },
      { language: 'en', money: money('USD', 1.1, 'USD {n}', ',.', 0) },
      { language: 'tr', money: money('TRY', 45, '{n} TL', '.,') },
    ],
  },
  'script-shop': {
    names: ['سوق المثال', 'みほん市場', '示例商城'],
    country: 'AE',
    place: 'goods',
    manySellers: false,
    sections: [
      { language: 'ar', money: money('AED', 4, '{n} د.إ', '٬٫', 2, '٠١٢٣٤٥٦٧٨٩') },
      { language: 'ja', money: money('JPY', 170, '{n}円', ',.', 0) },
      { language: 'zh', money: money('CNY', 8, '￥{n}') },
    ],
  },
};

const TOP_LEVELS = ['example', 'test', 'invalid'] as const;

/** The first `count` shops: `jsonld-shop`, …, `script-shop`, `jsonld-shop-2`, … */
export function shopList(count: number): Shop[] {
  return Array.from({ length: count }, (_, position) => {
    const make = at(MAKES, position);
    const round = Math.floor(position / MAKES.length);
    const { names, ...rest } = MAKE_TABLE[make];
    const id = round === 0 ? make : `${make}-${round + 1}`;
    const name = round === 0 ? at(names, 0) : `${at(names, round)} ${round + 1}`;
    return { id, make, name, domain: `${id}.${at(TOP_LEVELS, position)}`, ...rest };
  });
}

/** "1,299.00" and the like, in the section's own marks and digits. */
export function formatMoney(euro: number, style: Money): string {
  const [whole = '0', part = ''] = amountOf(euro, style).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, style.group);
  const number = part === '' ? grouped : `${grouped}${style.decimal}${part}`;
  const digits = style.digits;
  const shown = digits === null ? number : number.replace(/\d/g, (digit) => digits.charAt(Number(digit)));
  return style.pattern.replace('{n}', () => shown);
}

/** The same amount as a decimal string: "1299.00". */
export function amountOf(euro: number, style: Money): string {
  return (euro * style.rate).toFixed(style.decimals);
}
