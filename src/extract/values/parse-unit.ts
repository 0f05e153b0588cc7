/** The unit a price or a quantity is counted in, by its short name. */

const UNITS: readonly (readonly [unit: string, words: string])[] = [
  [
    'kg',
    'kg|kgs|kilo|kilos|kilogram|kilograms|kilogramm|kilogramme|kilogrammes|kilogramo|kilogramos|quilo|quilos|quilograma|chilo|chili|chilogrammo|kilogramów|кг|кило|килограмм|килограмма|кілограм|公斤|千克|キロ|キログラム|킬로|킬로그램|㎏|กก|กิโลกรัม|กิโล|كجم|كغ|كيلو|كيلوغرام|کیلو|کیلوگرم|किलो|किलोग्राम|ק"ג|κιλό|ký',
  ],
  [
    'g',
    'g|gr|gm|gms|gram|grams|gramm|gramme|grammes|gramo|gramos|grama|gramas|grammo|grammi|gramów|г|гр|грамм|грамма|граммов|грам|克|公克|グラム|그램|그람|กรัม|جرام|غرام|غ|گرم|ग्राम|גרם|γρ',
  ],
  ['mg', 'mg|milligram|milligrams|miligramo|miligramos|miligrama|мг|миллиграмм|毫克|ミリグラム|밀리그램'],
  ['µg', 'µg|μg|mcg|ug|microgram|micrograms|мкг|微克'],
  [
    't',
    't|mt|ton|tons|tonne|tonnes|tonnen|tonelada|toneladas|metric ton|metric tons|тонна|тонны|тонн|т|吨|噸|公吨|トン|톤|ตัน|tấn|طن|تن',
  ],
  ['lb', 'lb|lbs|pound|pounds|libra|libras'],
  ['oz', 'oz|ounce|ounces|onza|onzas'],
  [
    'l',
    'l|lt|ltr|ltrs|liter|liters|litre|litres|litro|litros|litri|litrów|л|литр|литра|литров|літр|升|公升|リットル|리터|ลิตร|lít|لتر|لیتر|लीटर|ליטר',
  ],
  [
    'ml',
    'ml|millilitre|milliliter|milliliters|millilitres|mililitro|mililitros|мл|миллилитр|毫升|ミリリットル|밀리리터|มล|مل',
  ],
  ['gal', 'gal|gallon|gallons|加仑'],
  ['m', 'm|meter|metre|м|米'],
  [
    'piece',
    'piece|pieces|pc|pcs|ea|each|unit|units|unidad|unidades|unidade|stück|stk|st|szt|sztuka|ks|kus|db|adet|шт|штука|штуки|штук|个|個|件|支|只|個入り|개|ชิ้น|cái|chiếc|pièce|pièces|unité|pezzo|pezzi|قطعة|عدد|יח|יחידה|τεμ|पीस|नग|यूनिट',
  ],
  [
    'pack',
    'pack|packs|package|packages|pkg|pk|packet|packets|packung|paket|pakke|pacote|paquet|paquete|confezione|opakowanie|balení|упаковка|упаковку|упак|уп|пачка|пачку|套|套装|パック|팩|แพ็ค|gói|بسته|عبوة',
  ],
  [
    'box',
    'box|boxes|carton|cartons|case|caja|cajas|boîte|karton|коробка|коробку|盒|箱|箱子|박스|กล่อง|hộp|koli|kutu',
  ],
  ['bag', 'bag|bags|sack|sacks|saco|sacos|sac|мешок|мешка|袋|包|포대|ถุง|bao'],
  ['drum', 'drum|drums|barrel|barrels|fass|fût|tambor|bidón|барабан|бочка|бочку|桶|드럼|ถัง|thùng phuy|varil'],
  [
    'bottle',
    'bottle|bottles|flasche|flaschen|bouteille|botella|garrafa|flacon|флакон|бутылка|бутылку|瓶|ボトル|병|ขวด|chai|şişe',
  ],
  [
    'vial',
    'vial|vials|ampoule|ampoules|ampule|ampules|ampulla|ampolla|ampulle|ампула|ампулу|ампул|安瓿|バイアル|바이알',
  ],
  [
    'tablet',
    'tablet|tablets|tablette|tabletten|tableta|tabletas|comprimido|comprimidos|compressa|pill|pills|таблетка|таблеток|片|錠|정|viên',
  ],
  ['capsule', 'capsule|capsules|kapsel|kapseln|cápsula|cápsulas|капсула|капсул|粒|カプセル|캡슐'],
  ['month', 'month|mo|monat|mois|мес|月'],
  ['sqft', 'sqft|sq ft|sq\\. ft'],
];

const NAMES: ReadonlyMap<string, string> = new Map(
  UNITS.flatMap(([unit, words]) => words.split('|').map((word): [string, string] => [word, unit])),
);
const WORDS = UNITS.flatMap(([, words]) => words.split('|')).sort((a, b) => b.length - a.length);
/** Longest words first, as a part of a pattern. */
export const UNIT_WORDS = WORDS.join('|');

const PER =
  '/|／|per |pro |je |por (?:cada )?|par |al |alla |le |la |za |за |на |a |à |au |el |/ ?per |per/|pr\\.? |för |op |на |每|一';
const COUNT = '(?:(\\d{1,4}(?:[.,]\\d+)?) ?)?';
const AFTER_PRICE = new RegExp(
  `^[\\s*]{0,3}(?:\\(?(?:${PER})\\s?|\\()${COUNT}(${UNIT_WORDS})(?![\\p{L}\\p{M}])`,
  'iu',
);
/** "kg başına", "عن كل": the word for "each" behind the unit. */
const AFTER_POSTFIX = new RegExp(
  `^[\\s*]{0,3}${COUNT}(${UNIT_WORDS})[’']?\\s?(?:başına|başı|당|あたり|につき)`,
  'iu',
);
const BEFORE_PRICE = new RegExp(
  `(?:(?:price|preis|precio|preço|prix|prezzo|cena|цена|ціна|fiyat|giá|harga|单价|價格|价格|単価|가격|ราคา)\\s?[(（/]?\\s?|\\b(?:per|pro|je|por|par|za)\\s|[/（(]\\s?)(?:[^\\s/]{1,4}/)?(?:(?:per|pro|je|за|na|za|por|par)\\s)?${COUNT}(${UNIT_WORDS})\\s?[)）]?\\s?[:：=-]?\\s?$`,
  'iu',
);

/** "1" says nothing: "per 1 kg" is "kg". */
function countedUnit(match: RegExpExecArray | null): string | null {
  const unit = NAMES.get(match?.[2]?.toLowerCase() ?? '');
  if (unit === undefined) return null;
  const count = match?.[1]?.replace(',', '.');
  return count === undefined || Number(count) === 1 ? unit : `${count} ${unit}`;
}

/** "/kg" → "kg", "per 100 g" → "100 g"; null where no unit follows at `from`. */
export function unitAfter(text: string, from: number): string | null {
  const after = text.slice(from, from + 40);
  return countedUnit(AFTER_PRICE.exec(after) ?? AFTER_POSTFIX.exec(after));
}

/** "Price per kg: 45": the unit stands in the label. */
export function unitBefore(text: string, at: number): string | null {
  return countedUnit(BEFORE_PRICE.exec(text.slice(Math.max(0, at - 40), at)));
}

const WEIGHED = new RegExp(`(?<![\\d.,])(\\d{1,4}(?:[.,]\\d+)?) ?(${UNIT_WORDS}) ?[-–—:=@]? ?$`, 'iu');
const WEIGHTS = new Set(['kg', 'g', 'mg', 't', 'lb', 'oz', 'l', 'ml']);

/** "5 g" where it ends at `at`, a dash or a colon between: a weight or a volume only, since "2 pack – $6" is one pack. */
export function measureBefore(text: string, at: number): string | null {
  const match = WEIGHED.exec(text.slice(Math.max(0, at - 30), at));
  return WEIGHTS.has(NAMES.get(match?.[2]?.toLowerCase() ?? '') ?? '') ? countedUnit(match) : null;
}

/** Whether the unit of a price is a weight or a volume, counted or not: "kg", "100 g". */
export function isWeight(unit: string | null | undefined): boolean {
  return WEIGHTS.has(unit?.split(' ').at(-1) ?? '');
}

const UNIT_AT = new RegExp(`^ ?(?:${UNIT_WORDS})(?![\\p{L}\\p{M}])`, 'iu');

/** Whether a unit follows a figure directly ("25 kg"): then it is no sum of money. */
export function isMeasured(text: string, from: number): boolean {
  return UNIT_AT.test(text.slice(from, from + 24));
}

/** A unit written alone or as a UN/CEFACT code ("KGM"), by its short name; null when it is not known. */
export function namedUnit(text: string): string | null {
  const codes: Readonly<Record<string, string>> = {
    KGM: 'kg',
    GRM: 'g',
    LTR: 'l',
    MLT: 'ml',
    TNE: 't',
    C62: 'piece',
  };
  return codes[text.trim()] ?? NAMES.get(text.trim().toLowerCase()) ?? null;
}
