/** Words with a fixed meaning in titles of goods: what says little, colours, editions, units. */
import { normalise } from '../text/normalise.ts';

/** In normalised spelling, as texts are compared. */
function words(text: string): string[] {
  return normalise(text)
    .text.split(' ')
    .filter((word) => word !== '');
}

/** Canonical name → its spellings, turned into spelling → canonical name. */
function spellings(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table).flatMap(([name, list]) => words(list).map((word) => [word, name] as const)),
  );
}

/** Words that nearly every shop writes into titles: they tell two things apart hardly ever. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  words(`
    the a an and or of for with from in on to by at new original genuine authentic brand best quality high top hot
    sale offer price cheap free shipping delivery stock available order buy now pack set kit lot piece pcs unit box
    item product products series model type version edition size color colour style digital electronic electronics
    system systems software complete full package standard small large big mini case cd dvd rom inc ltd llc co corp
    company enterprise entertainment publishing games r tm user users win windows mac pc vista xp nt me os s
    pure purity grade factory supply supplier manufacturer wholesale bulk sample
    der die das und oder mit fur von im neu preis versand lieferung original kaufen angebot
    el la los las de del y con para nuevo nueva precio envio venta oferta comprar
    le les des et avec pour neuf prix livraison vente offre een het en van met voor nieuw prijs te koop
    e o do da dos das com para novo nova preco venda i na z dla nowy nowa cena sprzedam
    и в с для на от из новый новая цена доставка продам купить ve ile icin yeni fiyat satilik
  `),
);

export const COLOURS = spellings({
  black: 'black noir noire schwarz negro preto czarny zwart siyah черный blk 黑色 ブラック اسود',
  white: 'white blanc blanche weiss blanco branco bialy wit beyaz белый wht 白色 ホワイト ابيض',
  silver: 'silver silber plata prata srebrny zilver argent серебристый gumus 银色 シルバー',
  red: 'red rot rouge rojo vermelho czerwony rood kirmizi красный 红色 レッド احمر',
  blue: 'blue blau bleu azul niebieski blauw mavi синий голубой 蓝色 ブルー ازرق',
  green: 'green grun vert verde zielony groen yesil зеленый 绿色 グリーン اخضر',
  pink: 'pink rosa rose rozowy roze pembe розовый 粉色 ピンク وردي',
  grey: 'grey gray grau gris cinza szary grijs gri серый graphite charcoal 灰色 グレー رمادي',
  gold: 'gold oro ouro zloty goud altin золотой champagne 金色 ゴールド ذهبي',
  brown: 'brown braun brun marron brazowy bruin kahverengi коричневый chocolate bronze 棕色 ブラウン بني',
  purple: 'purple violet lavender lila morado roxo fioletowy paars mor фиолетовый 紫色 パープル بنفسجي',
  orange: 'orange naranja laranja pomaranczowy oranje turuncu оранжевый copper 橙色 オレンジ برتقالي',
  yellow: 'yellow gelb jaune amarillo amarelo zolty geel sari желтый 黄色 イエロー اصفر',
  steel: 'stainless edelstahl inox',
  wood: 'cherry rosewood walnut oak mahogany maple',
  cream: 'biscuit bisque ivory cream beige 米色',
  clear: 'clear transparent',
  titanium: 'titanium',
  magenta: 'magenta',
  cyan: 'cyan',
});

/** What a thing is sold as. Two things of one name that differ in it are two things. */
export const EDITIONS = spellings({
  upgrade: 'upgrade upg upgrd upsell crossgrade',
  academic: 'academic education edu acad',
  oem: 'oem',
  refurbished: 'refurbished refurb renewed reconditioned',
  mac: 'mac macintosh osx',
  windows: 'windows win pc win32',
  professional: 'professional pro professionals',
  standard: 'standard std',
  premium: 'premium premier',
  deluxe: 'deluxe dlx',
  platinum: 'platinum',
  gold: 'gold',
  home: 'home',
  business: 'business',
  extended: 'extended',
  basic: 'basic basics',
  ultimate: 'ultimate',
  server: 'server',
  client: 'client',
  trial: 'trial demo',
  expansion: 'expansion addon',
});

/** Editions that are another thing wherever only one side has them. */
export const SEPARATE_EDITIONS: ReadonlySet<string> = new Set(['upgrade', 'academic', 'oem', 'refurbished']);
/** Steps of one range: a title may leave its own out, but two different ones are two things. */
export const EDITION_STEPS: ReadonlySet<string> = new Set(
  words(
    'professional standard premium deluxe platinum gold home business extended basic ultimate server client trial expansion',
  ),
);
export const PLATFORMS: ReadonlySet<string> = new Set(['mac', 'windows']);

/** What may follow a number that is an amount rather than part of a name. */
export const UNITS: ReadonlySet<string> = new Set(
  words(`
    gb mb tb kb gig hz khz mhz ghz w kw watt watts v volt volts a ah mah mm cm dm m km in inch inches ft feet lb lbs
    oz g gr gram grams kg kilo kilos mg ug ml cl l lt liter litre liters litres gal gallon qt quart cup cups cu x p i
    k d h s u mp mpx megapixel megapixels dpi rpm nm btu btus th st nd rd pack pk ch channel min hr hour day days
    month months year yr years user users pc pcs piece pieces way port ports bit db sheet sheets page pages disc
    discs cfm ppm fps cd person player license licenses computers % г кг мг мл л шт
  `),
);

export const ROMAN_NUMBERS: ReadonlyMap<string, string> = new Map([
  ['ii', '2'],
  ['iii', '3'],
  ['iv', '4'],
  ['vi', '6'],
  ['vii', '7'],
  ['viii', '8'],
  ['ix', '9'],
]);
