/** Finds the parts of a page that a heading announces as goods beside the offer: "Related products", "Kunden kauften auch". */
import { type Element, elementsIn, parentOf } from '../html/element.ts';
import { oneLine } from '../html/visible-text.ts';

const words = (languages: readonly string[]): RegExp =>
  new RegExp(`^[^\\p{L}\\p{N}]*(?:\\d{1,3} )?(?:${languages.join('|')})`, 'iu');

/** What stands above goods that are chosen for the one that the page is about. */
const RELATED = words([
  '(?:our |other |more )?(?:related|similar|complementary|matching) (?:products?|items?|goods|articles|ads|listings|offers|deals|models|lots)|you (?:may|might|could) (?:also )?(?:like|love|need|be interested)|also (?:bought|viewed|like)|(?:customers|people|shoppers|users|others) (?:who|also|were|have)|frequently bought|often bought|bought together|recently viewed|your (?:recent|browsing) history|more (?:(?:lots )?(?:from|in) (?:this|the) (?:seller|shop|store|supplier|brand|category|sale|auction|catalogue?|collection)|lots$|like this|items to)|other (?:products|items|ads|listings|offers|lots) (?:from|in|by|of)',
  'ähnliche|verwandte (?:produkte|artikel)|passende(?:s|r)? (?:zubehör|produkte|artikel)|kunden (?:kauften|haben|interessier)|das könnte|wird oft zusammen|zuletzt (?:an)?gesehen|weitere (?:anzeigen|lose)',
  '(?:autres )?produits (?:similaires|associés|liés|apparentés|complémentaires|dans la même)|autres (?:produits|articles|annonces|lots)|vous aimerez|vous pourriez|dans la même catégorie|récemment (?:vus|consultés)|les clients (?:ont|ayant)|annonces similaires|articles similaires',
  'productos (?:relacionados|similares)|artículos (?:relacionados|similares)|anuncios (?:relacionados|similares)|(?:también|quizás?) te (?:puede|podría)|te puede interesar|también te|vistos recientemente|otros clientes|quienes (?:vieron|compraron)',
  'produtos (?:relacionados|similares|semelhantes)|você (?:também )?pode|quem (?:viu|comprou)|anúncios (?:relacionados|semelhantes)|aproveite também|vistos recentemente',
  'prodotti (?:correlati|simili|associati)|articoli (?:correlati|simili)|(?:ti )?potrebbe(?:ro)? (?:anche )?(?:interessar|piacer)|visti di recente|annunci simili|chi ha acquistato',
  'gerelateerde|vergelijkbare (?:producten|artikelen|advertenties)|anderen (?:kochten|bekeken)|ook interessant|recent bekeken|meer van (?:deze|dit)',
  'podobne (?:produkty|oferty|ogłoszenia)|(?:produkty )?powiązane|zobacz (?:także|również)|inni (?:klienci|kupili)|klienci (?:kupili|wybrali)|ostatnio (?:oglądane|przeglądane)|więcej od tego',
  'podobné (?:produkty|zboží|inzeráty)|související|mohlo by (?:se|vás)|naposledy (?:prohlížené|navštívené)|ostatní zákazníci|zákazníci (?:také|rovněž)',
  'terakhir dilihat|baru (?:saja )?dilihat|kürzlich (?:an)?gesehen|vus récemment|derniers (?:articles|produits) (?:vus|consultés)|visto recientemente|últimos (?:productos )?vistos|vistos por último|ultimi visti|legutóbb (?:meg)?(?:tekintett|nézett)|nemrég (?:meg)?(?:tekintett|nézett)|(?:produse )?(?:văzute|vizualizate) recent|senast (?:visade|sedda)|nyligen (?:visade|sedda)|sidst sete?|senest (?:sete?|viste)|sist sett|nylig vist|viimeksi katso|äskettäin katso|είδατε πρόσφατα|(?:последно|наскоро) (?:разгле|прегле)|n(?:edavno|azadnje) (?:pregled|gled)|(?:нещодавно|останні) перегляну|ви переглядали|соңғы қаралған|נצפו לאחרונה|צפית לאחרונה|شوهد(?:ت)? مؤخر|بازدیدهای اخیر|naposledy (?:prezerané|pozreté)',
  'liknande|relaterade|relaterte|relaterede|lignende|andra (?:köpte|kunder)|du kanske|samankaltaisia|hasonló|kapcsolódó|produse (?:similare|asemănătoare)|σχετικά προϊόντα|παρόμοια',
  'похожие|сопутствующие|с этим товаром|вам (?:может|также|могут)|вы (?:смотрели|недавно)|недавно (?:просмотренные|смотрели)|аналог(?:и|ичные)|другие (?:товары|объявления)|покупают (?:также|вместе)|с этим (?:ищут|покупают)|схожі|супутні|з цим (?:товаром|також|шукають|купують)|інші (?:товари|оголошення)',
  '相关(?:产品|商品|推荐)|相關(?:產品|商品)|相似|同类(?:产品|商品)|猜你喜欢|猜你喜歡|看了又看|买了又买|浏览(?:历史|记录)|最近浏览',
  '関連(?:商品|する)|この商品を(?:見た|買った|チェック)|最近(?:チェック|見た|閲覧)|類似|よく一緒に',
  '관련 ?상품|연관 ?상품|비슷한|함께 (?:본|구매)|최근 ?본|이 상품과',
  'benzer|ilgili ürünler|bunlar da|bu ürünü alanlar|son (?:gezilen|incelen|baktı)',
  'sản phẩm (?:liên quan|tương tự|cùng loại)|có thể bạn|tin (?:liên quan|tương tự)|สินค้า(?:ที่)?(?:เกี่ยวข้อง|ใกล้เคียง|คุณเพิ่งดู|ดูล่าสุด)|tin rao (?:khác|tương tự)|đã xem gần đây|produk (?:terkait|serupa|sejenis)',
  'منتجات (?:ذات صلة|مشابهة|مماثلة)|قد يعجبك|إعلانات مشابهة|محصولات (?:مرتبط|مشابه)|מוצרים (?:קשורים|דומים)',
]);

/** What stands above goods that a shop is proud of: beside an offer or below an empty list they are others, on its front page they are its list. */
const PROMOTED = words([
  '(?:our )?(?:recommended|suggested|featured|popular|hot|latest|new|top) (?:products?|items?|goods|offers|deals)|recommendations|recommended (?:for you|$)|best ?sellers|new arrivals|more products from',
  'empfehlungen|unsere empfehlungen|weitere (?:artikel|produkte|angebote)|neuheiten|produits recommandés|nos suggestions|productos (?:recomendados|destacados)|más (?:anuncios|productos)|produtos (?:recomendados|em destaque)|prodotti (?:consigliati|in evidenza)|aanbevolen',
  'polecane (?:produkty|oferty)|polecamy|doporučujeme|рекомендуем|рекомендованн?(?:ые|ое|і|е)|хиты продаж|хіти продажів|новинки|рекомендуємо|önerilen|tavsiye edilen|çok satan|sản phẩm (?:khác|gợi ý|nổi bật)|สินค้าแนะนำ|produk lainnya|rekomendasi',
  'populära (?:produkter|varor)|rekommenderade|utvalda produkter|bästsäljare|populære (?:produkter|varer)|anbefalede|anbefalte|bestsellere|suositut tuotteet|suosittelemme|suosituimmat|(?:népszerű|ajánlott|kiemelt) termékek|produse (?:populare|recomandate)|δημοφιλή|προτεινόμεν|nejprodávanější|oblíbené produkty|najpredávanejš|odporúčame|популярн(?:і|ые) товар|популярни продукти|препоръчан|popularni proizvodi|preporuč|populiarios prekės|rekomenduojam|produk (?:populer|terlaris)|produits populaires|meilleures ventes|(?:los )?más vendidos|productos populares|mais vendidos|(?:i )?più venduti|populaire producten|popularne produkty',
  'منتجات مميزة|الأكثر مبيع|מוצרים מומלצים|הנמכרים ביותר|محصولات پیشنهادی|پرفروش|인기 ?상품|人気商品|สินค้าขายดี',
  '推荐(?:产品|商品)|推薦(?:商品|產品)|热销|热门(?:产品|商品)|为您推荐|其他产品|更多产品|おすすめ|オススメ|あなたへの|추천 ?상품',
]);

/** What goes with the one thing that a page is about; a shop's list of such goods is called so, too. By the whole of the heading. */
const ACCESSORIES =
  /^[^\p{L}]*(?:(?:optional|recommended|compatible|suitable) )?(?:accessories|spare parts|(?:passendes )?zubehör|accessoires|accesorios|acessórios|accessori|akcesoria|příslušenství|tillbehör|tilbehør|lisävarusteet|tartozékok|accesorii|аксессуары|аксесуари|aksesuarlar|(?:选购)?配件|アクセサリー|액세서리)[^\p{L}]*$/iu;

/** Longer ones say something of the offer. */
const MAX_HEADING = 60;
const MAX_HEADINGS = 300;
/** What stands behind one heading up to the next. */
const MAX_SIBLINGS = 40;
const HEADING = /^h[1-6]$/;

const levelOf = ({ name }: Element): number => (HEADING.test(name) ? Number(name.charAt(1)) : 7);

function shortText(heading: Element): string {
  let text = '';
  for (const at of [heading, ...elementsIn(heading, 10)])
    for (const child of at.children) {
      if ('data' in child && child.type === 'text') text += ` ${child.data.slice(0, MAX_HEADING * 2)}`;
      if (text.length > MAX_HEADING * 4) return '';
    }
  return oneLine(text, MAX_HEADING * 2);
}

/** Text and comments stand between elements, a few at a time. */
const NEAREST = 4;

function isAlone({ previousSibling, nextSibling }: Element): boolean {
  let [before, after] = [previousSibling, nextSibling];
  for (let step = 0; step < NEAREST; step++) {
    if ((before !== null && 'attribs' in before) || (after !== null && 'attribs' in after)) return false;
    before = before?.previousSibling ?? null;
    after = after?.nextSibling ?? null;
  }
  return true;
}

/** Where the heading stands: itself, or the box around it that holds nothing else. */
function standOf(heading: Element): Element {
  let stand = heading;
  for (let step = 0; step < 2 && isAlone(stand); step++) stand = parentOf(stand) ?? stand;
  return stand;
}

/** The elements behind a heading, up to the next heading that is as high. */
function* behind(heading: Element): Generator<Element> {
  const level = levelOf(heading);
  let node = standOf(heading).nextSibling;
  for (let step = 0; step < MAX_SIBLINGS && node !== null; step++, node = node.nextSibling) {
    if (!('attribs' in node)) continue;
    if (HEADING.test(node.name) && levelOf(node) <= level) return;
    yield node;
  }
}

/** What these headings, h2 to h6, announce as goods beside the offer. `isOther`: whether goods that the shop is proud of are others here. */
export function announcedAsRelated(
  headings: readonly Element[],
  isOther: () => boolean,
): ReadonlySet<Element> {
  const announcing = headings.slice(0, MAX_HEADINGS).filter((heading) => {
    const text = shortText(heading);
    if (text.length > MAX_HEADING) return false;
    return RELATED.test(text) || ((PROMOTED.test(text) || ACCESSORIES.test(text)) && isOther());
  });
  return new Set(announcing.flatMap((heading) => [heading, ...behind(heading)]));
}
