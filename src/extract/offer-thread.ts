/** Tells a thread of a board in which something is offered: its first post is the offer, whatever the answers name. */

/** Addresses of one thread, with its number, as the usual board software writes them. */
const THREAD_ADDRESS =
  /\/(?:threads?|topics?|t)\/(?:[^?#]*[./-])?\d+|\/(?:show|view)(?:thread|topic)(?:\.php)?\b[^#]*\d|\/(?:thread|topic|t)-?\d+|[?&](?:mod=viewthread|topic=\d)/i;

/** What sellers write before or behind the name of their goods, in the main languages. */
const OFFERS =
  /(?:^|[^\p{L}\p{N}])(?:wts|f\/?s|fs\/ft|for sale|selling|on sale|verkaufe|zu verkaufen|biete|vendo|se vende|vende-se|vends|à vendre|vendita|te koop|sprzedam|na sprzedaż|prodám|predám|eladó|de vânzare|säljes|til salgs?|myydään|satılık|продам|продаю|продаётся|продается|продаж[аи]|продам[оу])(?=$|[^\p{L}\p{N}])|出售|转让|轉讓|出手|现货|売ります|譲ります|팝니다|판매합니다|للبيع|cần bán|dijual|ขาย/iu;
const SEEKS =
  /(?:^|[^\p{L}\p{N}])(?:wtb|want(?:ed)? to buy|wanted|looking for|suche|gesucht|busco|compro|cherche|recherche|cerco|kupię|koupím|куплю|ищу)(?=$|[^\p{L}\p{N}])|求购|收购|買います|삽니다/iu;

export function isThread(url: string): boolean {
  const { pathname, search } = new URL(url);
  return THREAD_ADDRESS.test(pathname + search);
}

/** Whether a thread of this heading offers what it names. */
export function offersInHeading(heading: string): boolean {
  return OFFERS.test(heading) && !SEEKS.test(heading);
}
