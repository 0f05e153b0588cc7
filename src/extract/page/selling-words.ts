/** Words in the main languages by which a text offers something, calls on the reader to buy it, or seeks it. */

/** What sellers write before or behind the name of their goods. */
const OFFERS =
  /(?<![\p{L}\p{N}])(?:wts|f\/?s|fs\/ft|for sale|selling|on sale|verkaufe|zu verkaufen|biete|vendo|se vende|en venta|vende-se|à venda|vends|à vendre|en vente|vendita|te koop|sprzedam|na sprzedaż|prodám|na prodej|predám|eladó|de vânzare|vând|vind|säljes|säljer|sælges|sælger|selges|selger|til salgs?|myydään|myyn|satılık|satıyorum|satılır|satıram|shitet|verkoop|vendesi|сатылады|сатамын|прадаю|прадам|πωλ(?:είται|ούνται|ώ)|πουλάω|pārdod[ua]?|parduodu|parduodama|müüa|müün|prodajem|na prodaju|prodam|продајем|продава(?:м|се)?|продаю|продаётся|продается|продаж[аи]|продам[оу]?)(?![\p{L}\p{N}])|出售|转让|轉讓|出手|现货|売ります|譲ります|팝니다|판매합니다|للبيع|cần bán|thanh lý|dijual|ขาย|فروشی|به فروش|למכירה|იყიდება|बेचना|बिकाऊ/iu;
/** What shops write above one thing: "Buy … online", "Купить …". Boards have such words in other headings, too. */
const CALLS =
  /^[^\p{L}\p{N}]*(?:buy|order|purchase)(?![\p{L}-])|(?<![\p{L}])(?:buy online|order online|in stock now|wholesale|bulk supplier|kaufen|bestellen|acheter|commander|comprar|acquista(?:re)?|kopen|kupić|kup|koupit|köpa?|satın al|beli|купить|заказать|купити|замовити|продаж)(?![\p{L}])|购买|订购|销售|批发|購買|販売|通販|購入|구매|판매|شراء|mua|ซื้อ/imu;
/** "Produits chimiques de recherche" are goods: only an advertisement that begins so seeks something. */
const SEEKS =
  /(?<![\p{L}\p{N}])(?:wtb|want(?:ed)? to buy|wanted|looking for|suche|gesucht|ankauf|busco|compro|cherche|(?<!\bde )recherche|cerco|gezocht|kupię|koupím|куплю|ищу|скупка)(?![\p{L}\p{N}])|求购|收购|買います|買取|삽니다/iu;
/** How a card is marked that seeks a thing, among those that offer. */
const SOUGHT =
  /^(?:wanted(?: ad)?|wtb|looking for|gesuche?|suche|gesucht|ankauf|demandas?|se busca|busco|compro|demandes?|recherche|cherche|cerco|cercasi|procuro|procura-se|gevraagd|gezocht|kupię|szukam|koupím|poptávka|kúpim|dopyt|куплю|ищу|спрос|попит|купувам|търся|köpes|sökes|søges|købes|kjøpes|ønskes kjøpt|ostetaan|keresek|keresem|cumpăr|caut|kupujem|tražim|potražnja|alınır|aranıyor|ζητείται|ζήτηση|求购|求購|收购|徵求|買います|募集中|삽니다|구합니다|مطلوب|درخواستی|ต้องการซื้อ|รับซื้อ|cần mua|dicari|מחפש|דרוש)$/iu;
const MAX_MARK = 20;
/** What messages say of goods that can be had. */
const AVAILABLE =
  /(?<![\p{L}])(?:in stock|available(?: now)?|ready to ship|ships? worldwide|price ?list|preisliste|lista de pre(?:cios|ços)|liste de prix|listino prezzi|prijslijst|cennik|ceník|cenník|árlista|fiyat listesi|прайс(?:-?лист)?|bảng giá|dm (?:me|us|for)|lieferbar|auf lager|en stock|disponible|disponível|disponibile|dostępn[ey]|skladem|в наличии|под заказ|в наявності|stokta)(?![\p{L}])|有货|包邮|在庫あり|재고/iu;

/** Whether a text is such a word and nothing else: what boards mark a topic with. */
export function saysOnlyOffer(text: string): boolean {
  return OFFERS.exec(text)?.[0] === text;
}

/** Whether a text is a word by which something is sought, and nothing else. */
export function saysOnlySought(text: string): boolean {
  return text.length <= MAX_MARK && SOUGHT.test(text.replace(/^[[(]|[\])]$/g, ''));
}

/** Whether the name of an advertisement begins so. */
export function seeksFirst(title: string): boolean {
  return SEEKS.exec(title)?.index === 0;
}

/** Whether a text says that its writer seeks something. */
export function seeks(text: string): boolean {
  return SEEKS.test(text);
}

/** Whether a heading offers what it names, as a seller on a board writes it. */
export function offersInHeading(heading: string): boolean {
  return OFFERS.test(heading) && !SEEKS.test(heading);
}

/** The same, or as a shop writes it. `headings` are parted by line ends. */
export function sellsInHeadings(headings: string): boolean {
  return (OFFERS.test(headings) || CALLS.test(headings)) && !SEEKS.test(headings);
}

/** Whether a text says of something that it can be had. */
export function namesGoods(text: string): boolean {
  return sellsInHeadings(text) || (AVAILABLE.test(text) && !SEEKS.test(text));
}
