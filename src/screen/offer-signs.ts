/** Words of trade in several languages: what shows that something is offered, and what shows that chemicals are. */

export type PhraseGroup = { readonly id: string; readonly text: string; readonly phrases: readonly string[] };

/** Phrases are separated by commas, which none of them has inside. */
function list(text: string): string[] {
  return text.split(',').map((phrase) => phrase.trim());
}

/** Signs of an offer. Each row counts once. "*" at the end lets a word go on. */
export const OFFER_SIGNS: readonly PhraseGroup[] = [
  {
    id: 'in-stock',
    text: 'says that it is in stock',
    phrases: list(`
      in stock, instock, ready stock, stock ready, in stocks, stock available, available now,
      available in, available for sale, available from stock, now available, immediately available,
      ex stock, from stock, large stock, bulk stock, spot goods, is available, packs available,
      powder available, available, back in stock, warehouse stock, en stock, en existencia,
      en existencias, disponible, disponibles, hay stock, stock disponible, em estoque, disponível,
      disponiveis, a pronta entrega, disponibile, in magazzino, op voorraad, beschikbaar, leverbaar,
      auf lager, ab lager, lieferbar, vorrätig, sofort verfügbar, verfügbar, na stanie, dostępny,
      skladem, stokta, mevcut, в наличии, есть в наличии, на складе, со склада, в продаже, доступно,
      в наявності, 现货, 现货供应, 有货, 有现货, 大量现货, 库存, 現貨, 在庫あり, 在庫, 재고, 재고 있음, sẵn hàng, còn hàng, tersedia,
      ready stok, स्टॉक में, متوفر, متاح, พร้อมส่ง`),
  },
  {
    id: 'for-sale',
    text: 'says that it is for sale',
    phrases: list(`
      for sale, on sale, hot sale, we sell, we offer, we supply, we export, i sell, selling, sells,
      buy, buy now, buy online, order, order now, order online, order today, place an order,
      place your order, purchase, add to cart, add to basket, checkout, wts, sale, shop now, on offer,
      special offer, best seller, supply, supplied, a la venta, en venta, se vende, vendo, vendemos,
      venta, comprar, compra, pedido, pedidos, ofrecemos, oferta, à venda, venda, vende-se, encomendar,
      encomenda, à vendre, en vente, nous vendons, acheter, commander, commandez, in vendita, vendesi,
      vendita, acquista, ordina, zu verkaufen, verkaufe, verkaufen, kaufen, bestellen, zum verkauf,
      te koop, kopen, bestel, na sprzedaż, sprzedam, kup, prodám, satılık, продам, продаю, продается,
      продаётся, продажа, продаем, продаём, купить, заказать, заказ, предлагаем, продаж, 出售, 销售, 供应,
      售卖, 热销, 热卖, 购买, 订购, 下单, 特价, 出し, 販売, 販売中, 売ります, 購入, 판매, 판매중, 구매, 팝니다, bán, dijual, jual, للبيع,
      बिक्री के लिए`),
  },
  {
    id: 'wanted',
    text: 'asks to buy it',
    phrases: list(`
      wtb, want to buy, looking to buy, looking for supplier, looking for a supplier, wanted to buy,
      need supplier, busco proveedor, cherche fournisseur, куплю, 求购, 收购, 采购, 買います, 삽니다`),
  },
  {
    id: 'quote',
    text: 'invites to ask for a price or to get in touch',
    phrases: list(`
      ask for a quote, request a quote, get a quote, get quote, free quote, quotation, send inquiry,
      inquiry, enquiry, inquire, price on request, best price, factory price, low price,
      competitive price, good price, wholesale, wholesale price, moq, bulk price, bulk order*,
      contact us, contact me, dm me, dm for, pm me, message me, contact seller, contact supplier,
      chat now, price list, precio, precios, consultar precio, cotización, cotizar, contáctenos,
      al por mayor, preço, preços, orçamento, consulte, atacado, prix, devis, nous contacter,
      contactez-nous, prezzo, preventivo, preis, preis auf anfrage, auf anfrage, angebot anfordern,
      prijs, offerte, cena, цена, цены, по запросу, прайс, опт, оптом, свяжитесь, пишите, 价格, 报价, 询价,
      询盘, 优惠, 批发, 厂家直销, 厂家, 联系我们, 欢迎咨询, 咨询, 価格, 見積, お問い合わせ, 가격, 견적, 문의`),
  },
  {
    id: 'delivery',
    text: 'offers delivery',
    phrases: list(`
      we ship, ships from, ship worldwide, ships worldwide, worldwide shipping, worldwide delivery,
      free shipping, free delivery, fast shipping, fast delivery, express delivery, shipping available,
      shipped within, dispatch within, same day dispatch, next day delivery, delivery available,
      door to door, safe delivery, tracking number, samples available, sample available, free sample*,
      samples, qty, envíos, envío, envío gratis, hacemos envíos, entrega, entregas, enviamos,
      frete grátis, livraison, expédition, spedizione, consegna, versand, lieferung, versandkostenfrei,
      verzending, levering, wysyłka, доставка, доставим, отправка, отправим, самовывоз, 包邮, 发货, 当天发货,
      快递, 送货, 全球发货, 送料無料, 発送, 배송, 무료배송, giao hàng`),
  },
];

/** Signs that chemicals are traded; `specific` ones hardly stand elsewhere. */
export const TRADE_SIGNS: readonly (PhraseGroup & { readonly specific: boolean })[] = [
  {
    id: 'chemical',
    specific: true,
    text: 'speaks of chemicals',
    phrases: list(`
      cas, cas no, cas number, coa, certificate of analysis, assay, hplc, nmr, intermediate*,
      precursor*, research chemical*, lab chemical*, fine chemical*, chemical, chemicals,
      raw material*, reagent, molecular weight, molecular formula, pharmaceutical intermediate*,
      purity, pureza, pureté, Reinheit, purezza, precursores, precursor químico,
      intermedio farmacéutico, producto químico, produit chimique, Chemikalie*, химреактив*, реактив*,
      прекурсор*, чистота, 纯度, 含量, 中间体, 医药中间体, 原料, 原料药, 化工, 化学品, 分子式, 純度, 순도`),
  },
  {
    id: 'physical-form',
    specific: false,
    text: 'names the form of the goods',
    phrases: list(`
      powder, crystal, crystals, crystalline, liquid, oil, solid, drum, drums, bulk, bags, polvo,
      aceite, cristales, poudre, Pulver, Kristalle, порошок, масло, кристаллы, 粉末, 粉, 油, 晶体, 結晶`),
  },
  {
    id: 'maker',
    specific: false,
    text: 'names a maker or supplier',
    phrases: list(`
      supplier, suppliers, manufacturer, manufacturers, factory, vendor, exporter, proveedor,
      fabricante, fournisseur, fabricant, Hersteller, Lieferant, поставщик, производитель, 厂家, 工厂, 供应商,
      生产商`),
  },
];
