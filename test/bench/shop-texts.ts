/** Ordinary shop texts from a seed, of the length and mixture of a marketplace: the ground that screening is timed on. */
import { createRandom } from '../market/random.ts';

const SENTENCES = {
  ascii: [
    'Solid oak dining table with six chairs, collected from a smoke-free home.',
    'Stainless steel bracket, 24 mm, ships within two working days.',
    'The battery holds a full charge and the screen has no scratches.',
    'Please look at all pictures, they are part of the description.',
    'Brand new in box, two years of warranty, order before noon for dispatch today.',
    'Cotton bed linen for single beds, machine washable at forty degrees.',
    'We accept returns within 30 days; the buyer pays return postage.',
    'Compatible with most models made after 2015, check the part number A-2231-55 first.',
    'Garden hose of 25 m with brass fittings, never used, price 18.50 EUR.',
    'Vintage lamp from the sixties, rewired by an electrician last spring.',
  ],
  cjk: [
    '本店现货供应，价格优惠，欢迎咨询，当天发货。',
    '全新正品，一年质保，支持七天无理由退货，库存充足。',
    '不锈钢材质，耐用防锈，适合家用和餐厅使用。',
    '儿童自行车，带辅助轮，颜色可选，包邮到家。',
    '未使用の新品です。送料無料で翌日発送いたします。',
    '국내 배송 무료, 오늘 주문하면 내일 도착합니다.',
  ],
  cyrillic: [
    'Отправляем товар по всей стране, цена указана за штуку.',
    'Состояние отличное, один владелец, все документы в порядке.',
    'Детская коляска, почти новая, самовывоз или доставка курьером.',
    'Запасные части для стиральных машин в наличии и под заказ.',
    'Продам дачный участок, шесть соток, электричество подключено.',
  ],
} as const;

/** Ways of writing one listed name that a search for it would not find. */
const DISGUISED = [
  'norf3ntanyl, in stock, 25 g',
  'n.o.r.f.e.n.t.a.n.y.l for sale',
  'CAS one-six-zero-nine-six-six-one in stock',
  'nоrfеntаnyl in stock, ask for a quote',
  'CAS １６０９－６６－１ 现货',
] as const;

export type ShopTexts = {
  readonly texts: readonly string[];
  readonly disguised: number;
  readonly bytes: number;
};

/** Listings of about 1.5 kB: half plain ASCII, a quarter Chinese and its neighbours, a quarter Cyrillic; one in a hundred hides an offer. */
export function shopTexts(count: number, seed = 20_260_101): ShopTexts {
  const random = createRandom(seed);
  const scripts = ['ascii', 'ascii', 'cjk', 'cyrillic'] as const;
  const texts: string[] = [];
  let disguised = 0;
  for (let i = 0; i < count; i += 1) {
    const sentences = SENTENCES[scripts[i % scripts.length] ?? 'ascii'];
    const parts: string[] = [];
    for (let length = 0; length < 1500; ) {
      const sentence = random.pick(sentences);
      parts.push(sentence);
      length += Buffer.byteLength(sentence);
    }
    if (i % 100 === 50) {
      parts.splice(random.int(0, parts.length), 0, DISGUISED[disguised % DISGUISED.length] ?? '');
      disguised += 1;
    }
    texts.push(parts.join(i % 3 === 0 ? '\n' : ' '));
  }
  return { texts, disguised, bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) };
}

const STEMS =
  'an ben brom car chlor cycl eth fen fluor glut hex imid indol iso kel lact meth mor nitr oct oxa pen phen pip prop pyr quin sul tetr thi tol val xyl zol'.split(
    ' ',
  );
const ENDINGS = 'amide amine anone ane ate azole ene idine ine ol one oxide yl'.split(' ');

/** Names that look like chemicals and are none, all different. */
export function inventedNames(count: number, seed = 7): string[] {
  const random = createRandom(seed);
  const names = new Set<string>();
  while (names.size < count) {
    const locant = random.int(0, 3) === 0 ? `${random.int(1, 9)}-` : '';
    const stems = Array.from({ length: random.int(2, 4) }, () => random.pick(STEMS)).join('');
    names.add(`${locant}${stems}${random.pick(ENDINGS)}`);
  }
  return [...names];
}
