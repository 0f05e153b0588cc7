/** Which characters texts of a language are made of: the ground on which a reading of bytes is found likely. */

/**
 * `charsets` by their WHATWG names; `common`: what most of a text consists of, of Latin languages what it holds beyond
 * a to z, the most frequent first; `known`: what else may stand in it.
 */
export type Script = {
  readonly languages: string;
  readonly charsets: readonly string[];
  readonly common: string;
  readonly known: RegExp | ReadonlySet<string>;
  /** wide: two bytes a character; latin: among Latin letters; other: an alphabet of its own. */
  readonly kind: 'wide' | 'latin' | 'other';
};

const NO_OTHER = /(?!)/u;

/** All characters of two bytes whose first byte is in the range, and whose second is not below `trails`. */
function charactersOf(charset: string, from: number, to: number, trails: number): string {
  const decoder = new TextDecoder(charset);
  const bytes: number[] = [];
  for (let lead = from; lead <= to; lead++) {
    for (let trail = trails; trail <= 0xfe; trail++) if (trail !== 0x7f) bytes.push(lead, trail, 0x20);
  }
  return decoder.decode(Uint8Array.from(bytes)).replace(/[^\p{Script=Han}]/gu, '');
}

/** The first levels of these standards hold the characters in frequent use, by their makers' count. */
const FREQUENT = {
  simplified: new Set(charactersOf('gb18030', 0xb0, 0xd7, 0xa1)),
  traditional: new Set(charactersOf('big5', 0xa4, 0xc6, 0x40)),
  japanese: new Set(charactersOf('euc-jp', 0xb0, 0xcf, 0xa1)),
};
const WESTERN = ['windows-1252'];
const CENTRAL = ['windows-1250', 'iso-8859-2'];
const CYRILLIC = ['windows-1251', 'koi8-u', 'ibm866', 'iso-8859-5', 'x-mac-cyrillic'];
const CYRILLIC_LETTER = /\p{Script=Cyrillic}/u;

/** The most frequent characters of modern texts and of shops. */
const SIMPLIFIED =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报完类八离华名确才科信节话米整空元况今集温传许步群广石记需段研界且装影算低持音布复容须际商非验连断深近矿千周素技备半办青省列约支感便团往酸克除消构称准精值号率维选标写存快效查型按格易置层片始专状厂适属包火住调满参红细价库购买卖询供售货邮箱微信';
const TRADITIONAL =
  '的一是不了人我在有他這為之大來以個中上們到說國和地也子時道出而要於就下得可你年生自會那後能對著事其裡所去行過家十用發天如然作方成者多日都三小二無同麼經法當起與好看學進種將還分此心前面又定見只主沒公從使現意聲問商品價格購買聯絡電話產規包裝庫存運費台灣香港部度體制機點業本性應開合因由些外四社義平形相全表間樣關各重新線內數正明原利比或質氣第向加入常文總次式設及管特件長資料請網路訊服務店送貨付款客戶會員';
const JAPANESE =
  'のにはをたがでてとしれさいるなこもかっすまんらりよあくうけそだきえおせめつどわちやみばじごげろべぶ日一国人年大本中長出時行見月後前生間上東今金入学高円子外下来気小話女書先名水半電語食車何南万毎白社発者地業方新場員立開手力代明動目通言理体主題意不作用度強公持以思多正安心界文重近知道集別物使品計特始運無有口少料工送切転究着店質待売買価格税込商在庫注販定届ンスルーイトラリクドレアグフシプタジッロコマカサブテメキバ';
const KOREAN =
  '이다의는에을가한고로지하사은자를시어기도인리대정그과해아나수서라전부제일스주보장상들구여연소만요공있으무원동경화니우거문생성조게신적방관세음물면내품분진안용국선미개위학당모판매격재배송입력확택할합했됩습때것중두간회업체금더많타없오드트크';

export const SCRIPTS: readonly Script[] = [
  { languages: 'zh', charsets: ['gb18030'], common: SIMPLIFIED, known: FREQUENT.simplified, kind: 'wide' },
  { languages: 'zh', charsets: ['big5'], common: TRADITIONAL, known: FREQUENT.traditional, kind: 'wide' },
  {
    languages: 'ja',
    charsets: ['shift_jis', 'euc-jp'],
    common: JAPANESE,
    known: FREQUENT.japanese,
    kind: 'wide',
  },
  { languages: 'ko', charsets: ['euc-kr'], common: KOREAN, known: /\p{Script=Hangul}/u, kind: 'wide' },
  {
    languages: 'ru bg be sr mk',
    charsets: CYRILLIC,
    common: 'оеаинтсрвлкмдпуяыьз',
    known: CYRILLIC_LETTER,
    kind: 'other',
  },
  {
    languages: 'uk',
    charsets: CYRILLIC,
    common: 'оаинтівресклудмпзяьї',
    known: CYRILLIC_LETTER,
    kind: 'other',
  },
  {
    languages: 'el',
    charsets: ['windows-1253'],
    common: 'αοιετσνηυρπκμλςάίόέύώή',
    known: /\p{Script=Greek}/u,
    kind: 'other',
  },
  {
    languages: 'he',
    charsets: ['windows-1255'],
    common: 'יוהלאתרמבשנדםקפע',
    known: /\p{Script=Hebrew}/u,
    kind: 'other',
  },
  {
    languages: 'ar fa',
    charsets: ['windows-1256'],
    common: 'اليمنتروبةعدسفهكحقأ',
    known: /\p{Script=Arabic}/u,
    kind: 'other',
  },
  {
    languages: 'th',
    charsets: ['windows-874'],
    common: 'านรอกเงมยลวดทสต่้ปัีคะบหิพแข',
    known: /[\u0e01-\u0e3a\u0e40-\u0e4e]/u,
    kind: 'other',
  },
  ...(
    [
      ['fr', WESTERN, 'éèàêçùâîôûëïœü'],
      ['de', WESTERN, 'äöüß'],
      ['es', WESTERN, 'óíáéñúü'],
      ['pt', WESTERN, 'ãçáéóíêâõàúô'],
      ['it', WESTERN, 'àèùòéì'],
      ['nl', WESTERN, 'éëïóöü'],
      ['sv fi', WESTERN, 'äåöé'],
      ['da no nb', WESTERN, 'æøåé'],
      ['is', WESTERN, 'íáðóöéúþæý'],
      ['ca', WESTERN, 'éóàèíçòïúü'],
      ['pl', CENTRAL, 'łąężśćóńź'],
      ['cs', CENTRAL, 'íáéěýčžřšůúťňóď'],
      ['sk', CENTRAL, 'áíéýčžšúľťôňóäďŕĺ'],
      ['hu', CENTRAL, 'áéöőóíüűú'],
      ['ro', CENTRAL, 'ăîţşâ'],
      ['hr sl bs', CENTRAL, 'čšžćđ'],
      ['tr az', ['windows-1254'], 'ıişçüğöâİ'],
      ['lt', ['windows-1257'], 'ėšųžįąčūę'],
      ['lv', ['windows-1257'], 'āīēšūņļžčķģ'],
      ['et', ['windows-1257'], 'äõüöšž'],
      ['vi', ['windows-1258'], 'ăâđêôơưéáàíóúùè\u0300\u0301\u0303\u0309\u0323'],
    ] as const
  ).map(([languages, charsets, common]) => ({
    languages,
    charsets,
    common,
    known: NO_OTHER,
    kind: 'latin' as const,
  })),
];
