/** Words, signs and names, in many languages, by which a page shows the way to the page that goes on with it. */
import { PAGE_FIELDS, PATH_WORDS } from '../../text/page-number.ts';

/** "Next" in the languages of the web, as pagers write it. */
const NEXT = [
  'next|nxt|nexte|forward',
  'weiter|vorwärts|n(?:ä|ae)chste[nrs]?|folgende[nrs]?',
  'siguientes?|seguinte|próxim[ao]s?|següent|hurrengoa|suivante?s?|successiv[ao]|prossim[ao]|avanti|seguente',
  'volgende|næste|neste|nästa|næsta|seuraavat?|järgmi(?:ne|sed)|edasi|nākam(?:ā|ais|ie|ās)|tālāk|kitas|sekantis|toliau',
  'następn[aey]|dalej|kolejn[aey]|další|dále|následující|ďalš(?:ia|ie)|ďalej|nasledujúca|naslednja|sljedeć[aie]|idući?a|sledeć[aie]|naredn[aie]|tjetra|következő|tovább|urm(?:ă|a)toare(?:a|le)?|următorul',
  'следующ(?:ая|ие|ий)|след\\.?|впер[её]д|далее|дальше|наступн(?:а|і|ий)|далі|вперед|следваща|напред|следећа|следна|наступная|келесі',
  'επόμεν(?:η|ο|ες|α)|sonraki(?:ler)?|ileri|növbəti|keyingi|შემდეგი|հաջորդ(?:ը)?',
  'التالي|التالية|الصفحة التالية|التالى|بعدی|بعد|صفحه بعد|اگلا|הבא|הבאה|לעמוד הבא',
  'अगला|अगले|आगे|पुढील|পরবর্তী|அடுத்து|తదుపరి|ถัดไป|หน้าถัดไป|ต่อไป',
  'tiếp|tiếp theo|kế tiếp|sau|berikutnya|selanjutnya|lanjut|seterusnya|susunod|inayofuata',
  '下一页|下一頁|下页|下頁|后一页|後頁|后页|下一步|次へ(?:進む)?|次の?ページ(?:へ)?|次頁|次|つぎへ|다음(?: ?페이지)?|다음으로',
].join('|');

/** What pages and results are called beside it, before or after. */
export const PAGE_WORDS =
  'page|pages|seite|página|páxina|pàgina|pagina|paginación|sida|side|síða|sivu|lehekülg|lapa|puslapis|strona|stron[ay]|stránka|strana|strán|stran|stranica|oldal|страница|страницу|сторінка|стр\\.?|σελίδα|sayfa|səhifə|sahifa|صفحه|صفحة|الصفحة|עמוד|דף|पृष्ठ|पेज|trang|halaman|laman|หน้า|ページ|頁|页|페이지';
const RESULTS =
  'results?|entries|items?|products?|offers?|ads|listings?|ergebnisse|treffer|einträge|anzeigen|artikel|resultados?|résultats?|annonces?|risultati|resultaten|wyników|результат(?:ов|ы)|записей|件|件を(?:見る|表示)|条|개';

/** "3", "3 페이지", "Page 3", "第3页": what a number is called for who does not see it in its row, around the number's own pattern. */
export const numbered = (number: string): RegExp =>
  new RegExp(
    `^[^\\p{L}\\d]?(?:(?:${PAGE_WORDS}|第)\\s?)?${number}(?:\\s?(?:${PAGE_WORDS}))?[^\\p{L}\\d]?$`,
    'iu',
  );

/** The whole text of a link to the next page. */
export const NEXT_WORDS = new RegExp(
  `^[\\s›»>→▶❯.…([«‹<←]*(?:(?:go to|zur?|aller à la) (?:the )?)?(?:(?:${PAGE_WORDS})\\s?)?(?:${NEXT})(?:\\s?の?\\s?\\d{1,4})?(?:\\s?(?:${PAGE_WORDS}|${RESULTS}))?[\\s›»>→▶❯.…)\\]«‹<←]*$`,
  'iu',
);

/** A picture may be given whole instead of its address. */
const MAX_FILE = 120;
const PICTURE_FILE = /([^/?#]{2,30})\.(?:gif|png|jpe?g|webp|svg)(?:[?#]|$)/i;
/** What pictures of buttons are called besides what they say. */
const OF_BUTTON =
  /(?<![a-z])(?:btn|button|bt|arrow|arr|icon|ico|img|pic|nav|pfeil|freccia|flecha|fleche|[a-z]?\d{1,3})(?![a-z])|[-_+.]|%20/gi;

/** "img/btn_next.gif" → "next": a picture that leads on is called by what it says, where it has no other label. */
export function pictureSays(address: string): string {
  const name = PICTURE_FILE.exec(address.slice(-MAX_FILE))?.[1] ?? '';
  return name.replaceAll('_', '-').replace(OF_BUTTON, ' ').trim();
}

/** Goes from one thing to the one beside it: the next article, product or thread is no next page. */
export const BESIDE_WORDS =
  /\bnext (?:post|article|story|product|item|ad|listing|photo|image|picture|video|slide|thread|topic|chapter|project|event|day|week|month|year)\b|nächste[rs]? (?:artikel|beitrag|produkt|bild|thema|anzeige)|article suivant|produit suivant|(?:artículo|producto|entrada) siguiente|siguiente (?:artículo|producto|entrada)|articolo successivo|prodotto successivo|następny (?:artykuł|produkt|wpis)|следующ(?:ая (?:запись|статья|новость|тема)|ий (?:товар|пост))|下一篇|下一个商品|次の記事|次の商品|다음 글/iu;

/**
 * Blogs go back in time: which way is "next" there, their words do not say. Where neither an arrow nor a name beside them does, such a
 * link is followed but not called next.
 */
export const OLDER_WORDS =
  /^[\s«‹<←›»>→.]*(?:(?:view )?older(?: posts?| entries| articles| ads| items)?|previous (?:entries|posts)|ältere (?:beiträge|einträge|artikel)|(?:entradas|publicaciones) (?:más )?(?:antiguas|anteriores)|(?:articles|messages) (?:plus anciens|précédents)|post più vecchi|mensagens (?:mais )?antigas|starsze(?: posty| wpisy)?|oudere(?: berichten)?|äldre(?: inlägg)?|eldre(?: innlegg)?|ældre(?: indlæg)?|starší(?: příspěvky)?|(?:старые|предыдущие|более ранние) (?:записи|сообщения|объявления)|ранее|以前の(?:記事|投稿)|前の投稿|古い投稿|较早的?(?:文章|帖子)?|이전 글|daha eski(?: kayıtlar)?)[\s«‹<←›»>→.]*$/iu;

export const NEWER_WORDS =
  /newer|more recent|neuere|más (?:recientes|nuevas)|plus récents|più recenti|mais recentes|nowsze|nieuwere|nyare|nyere|novější|новые записи|新しい投稿|较新|yeni kayıtlar/i;

/** A button that adds the next part of a list to the same page. */
export const MORE_WORDS =
  /^\W*(?:(?:load|show|view|see) (?:\d+ )?more(?: (?:results|products|items|ads|listings|posts|offers))?|more (?:results|products|items|ads|listings|posts|offers)|(?:mehr|weitere)(?: \p{L}+)? (?:laden|anzeigen)|(?:cargar|ver|mostrar) más(?: \p{L}+)?|(?:charger|voir|afficher) plus(?: d[e'’] ?\p{L}+)?|(?:carica|mostra|vedi) altr[io](?: \p{L}+)?|(?:carregar|ver|mostrar) mais(?: \p{L}+)?|(?:показать|загрузить) (?:ещё|еще)(?: \p{L}+)?|pokaż więcej(?: \p{L}+)?|(?:načíst|zobrazit) další(?: \p{L}+)?|(?:meer|toon meer)(?: \p{L}+)?(?: laden)?|daha fazla(?: \p{L}+)?|加载更多|查看更多|載入更多|もっと見る|더\s?보기|tải thêm|xem thêm|показати (?:ще|більше)|завантажити ще|عرض المزيد|تحميل المزيد|نمایش بیشتر|הצג עוד|טען עוד|muat lainnya|lihat (?:lebih banyak|lainnya)|โหลดเพิ่ม(?:เติม)?|ดูเพิ่มเติม|visa fler|vis flere|näytä lisää|lataa lisää|több (?:betöltése|megjelenítése|termék)|továbbiak(?: betöltése)?|vezi mai mult(?:e)?|încarcă mai mult(?:e)?|ukázať viac(?: \p{L}+)?|prikaži (?:više|još)|učitaj još|покажи още|περισσότερα|δείτε περισσότερα|और देखें|আরও দেখুন)\W*$/iu;

/** In a page's source any white space may stand for a blank. */
const anySpace = (source: string) => source.replaceAll(' ?', '\\s*').replaceAll(' ', '\\s+');
/** A text as it stands in the page that may be {@link OLDER_WORDS} or {@link MORE_WORDS}; nearly all links are neither. */
export const MAY_LEAD_ON = new RegExp(anySpace(`${OLDER_WORDS.source}|${MORE_WORDS.source}`), 'iu');

/** Behind the words of a link: it leads on. */
export const LEADS_ON = /[›»>→▶►❯]\s*$/;

export const NEXT_SIGNS = /^\s*\[?(?:›|»|>|>>|→|▶|►|❯|⟩|＞|&gt;|&raquo;|&rarr;)\]?\s*$/;

/** What themes and shops write into the class or id of a link to the next page, by itself or inside a pager. */
export const NEXT_NAME =
  /(?:next[-_]?(?:page|posts?link)|(?:page|pag|paging|pagination|pager)(?:ination)?[-_]{0,2}next|(?:page|pagination|pager)[-_]forward|nextpostslink|i-next|btn[-_]next[-_]page|messages[-_]more)/i;
export const NEXT_NAME_IN_PAGER = /(?:^|[\s_-])(?:next|nxt|siguiente|suivant|weiter)(?:$|[\s_-])/i;

/** Pictures that are turned over one by one have arrows too; by class. */
export const SLIDES =
  /carousel|slider|slick|swiper|owl-|gallery|lightbox|calendar|datepicker|post-nav|nav-single|comment.*nav|nav.*comment/is;

/** Boards show goods in galleries, too: a row of numbers that lead on is of their pages. */
export const GALLERY = /gallery-?/gi;

/** A page number or an offset in an address. */
export const PAGE_PARAMETER = new RegExp(
  `[?&](?:${PAGE_FIELDS}|cursor|after)=[^&]+|/(?:${PATH_WORDS}|p|pg)[-/]?\\d+`,
  'i',
);

/** What rows of page numbers are called, by attribute; a label only of what is there to navigate. */
export const PAGER_CLASS =
  /pagin|pager|page-nav|pagenav|page_nav|page-numbers|page-?links|seiten|(?:^|\s)pages(?:\s|$)/i;
export const PAGER_ID = /pagin/i;
export const PAGER_LABEL = /pag/i;
