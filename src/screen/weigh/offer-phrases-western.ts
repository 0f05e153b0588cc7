/** What sellers write in the languages of western Europe and the Americas, by sign of an offer; see offer-signs.ts. */
import type { OfferPhrases } from './phrase-group.ts';

export const WESTERN_OFFERS: Readonly<Record<string, OfferPhrases>> = {
  en: {
    'in-stock': `
      in stock, in stocks, ready stock, stock ready, ready in stock, stock available, available now,
      available for sale, available to order, available at once, available immediately, available from stock, now available, immediately available, readily available,
      ex stock, from stock, large stock, big stock, bulk stock, stock on hand, spot goods, packs available,
      powder available, back in stock, warehouse stock, ready to ship, ready for dispatch, restocked,
      limited stock, new batch, fresh batch, kg left, kgs left, kilo left, kilos left, ex works, ex warehouse, ex hamburg, ex rotterdam, ex antwerp, kcots ni, elbaliava`,
    'for-sale': `
      for sale, hot sale, hot selling, we sell, we are selling, i sell, i am selling, selling now, we offer,
      we supply, we can supply, we export, we provide, we manufacture and sell, buy now, buy it now,
      buy online, order now, order online, order today, order here, order yours, place an order,
      place your order, place your orders, buy here, get yours, buy from us, buy direct, order from us, add to cart, add to basket, add to bag, checkout, wts, shop now,
      special offer, up for grabs, on offer, accept orders, taking orders, elas rof, won redro, won yub`,
    wanted: `
      wtb, want to buy, wish to buy, looking to buy, looking for supplier, looking for suppliers,
      looking for a supplier, wanted to buy, need supplier, need a supplier, buying lead, will pay for`,
    quote: `
      ask for a quote, request a quote, quote request, get a quote, get quote, free quote, send inquiry,
      send enquiry, price on request, price upon request, price on application, ask for price,
      ask for the price, contact for price, best price, low price, lowest price, competitive price*,
      good price, favorable price, favourable price, price list, contact me, dm me, dm for, dm us, dm on, dm via, pm me, pm on, hmu,
      message me, message us, text me, inbox me, email me, email us, mail me, call me, contact seller,
      contact supplier, contact our sales, chat now, hit me up, write to me, get in touch with us,
      ask on, ask via, ask us on, bitcoin accepted, crypto accepted, we accept bitcoin, we accept crypto,
      payment by, payment via, payment methods, pay by bitcoin, pay with bitcoin, pay in bitcoin, pay by crypto,
      pay with crypto, pay in crypto, payable in bitcoin, payable in crypto`,
    wholesale: `
      wholesale, wholesale price*, wholesaler*, moq, minimum order, bulk price*, bulk order*, bulk quantit*,
      bulk supply, factory price*, factory direct, factory supply, ex works, price per kg, price per kilo,
      price per gram, volume discount*, large quantit*, tons available, sold by the kilo, sold by the kg`,
    delivery: `
      we ship, ships from, ship from, ship to, ships to, shipping to, ship worldwide, ships worldwide,
      worldwide shipping, worldwide delivery, shipped worldwide, global shipping, international shipping,
      ship internationally, free shipping, free delivery, fast shipping, fast delivery, quick delivery,
      prompt delivery, express delivery, shipping available, shipped within, ships within, ships today, ships the same day, ships same day, ships next day,
      ships immediately, ships fast, ships tomorrow, ships anywhere,
      dispatch within, dispatched within, same day dispatch, next day delivery, delivery available,
      we deliver, door to door, safe delivery, tracking number, with tracking, samples available,
      sample available, free sample*, sample order*, shipping by, by dhl, by ems, by fedex, pick up in,
      safe & fast, fast & safe, safe and fast`,
    word: `
      available, buy, order, sale, on sale, sells, selling, sold, supply, supplied, supplies, purchase, offer,
      offers, price, prices, pricing, quotation, inquiry, enquiry, inquire, contact us, samples, qty,
      discount*, stock, shipping, delivery, vendor, supplier, suppliers, exporter, distributor, reseller, ready,
      warehouse, in our shop, in our store, our webshop`,
  },
  es: {
    'in-stock': `
      en stock, en existencia, en existencias, en almacén, hay stock, stock disponible, disponible ya,
      disponible ahora, disponible para la venta, disponibilidad inmediata, entrega inmediata,
      listo para enviar, listo para envío, contamos con stock, tenemos stock, tenemos disponible,
      últimas unidades`,
    'for-sale': `
      a la venta, en venta, se vende, se venden, vendo, vendemos, estoy vendiendo, ofrecemos, ofrezco,
      suministramos, compre ahora, compra ahora, comprar ahora, comprar online, compra online, haga su pedido,
      haz tu pedido, realice su pedido, hacer pedido, pida ya, pide ya, pedir ahora, añadir al carrito,
      agregar al carrito, añadir a la cesta, en oferta, oferta especial`,
    wanted: 'busco proveedor, busco comprar, quiero comprar, se busca proveedor, necesito comprar',
    quote: `
      consultar precio, consulte precio, consulta precio, precio a consultar, precio a convenir,
      pregunte por el precio, pregunta por el precio, pida presupuesto, solicite cotización,
      solicitar cotización, cotización, cotizaciones, cotizar, cotice, mejor precio, buen precio, precios bajos,
      lista de precios, contáctenos, contáctame, contácteme, contactar al vendedor, escríbeme, escríbanos,
      mándame mensaje, por privado, por interno, llámanos, llámame, información por`,
    wholesale: `
      al por mayor, al mayoreo, mayorista*, pedido mínimo, precio de fábrica, precio por kilo, precio por kg,
      precio por gramo, precio por mayor, por tonelada*, descuento por volumen, grandes cantidades`,
    delivery: `
      envíos, envío gratis, envío rápido, envío seguro, envío discreto, hacemos envíos, se hacen envíos,
      enviamos, envíos a todo, envío a todo, envío a domicilio, envíos internacionales, envío internacional,
      envío mundial, entrega a domicilio, entregas personales, entrega rápida, entrega segura, entregamos,
      muestra gratis, muestras gratis, muestras disponibles`,
    word: `
      disponible, disponibles, venta, ventas, vende, comprar, compra, pedido, pedidos, oferta, ofertas, precio,
      precios, envío, entrega, entregas, suministro, presupuesto, proveedor, tienda`,
  },
  pt: {
    'in-stock': `
      em estoque, em stock, em armazém, pronta entrega, a pronta entrega, disponível para venda,
      disponível agora, disponível imediatamente, temos em estoque, temos disponível, estoque disponível,
      pronto para envio, entrega imediata`,
    'for-sale': `
      à venda, vende-se, vendo, vendemos, estou vendendo, oferecemos, fornecemos, compre já, compre agora,
      comprar agora, comprar online, compre online, encomende, encomende já, faça seu pedido, faça o seu pedido,
      faça a sua encomenda, peça já, peça agora, adicionar ao carrinho, em promoção, oferta especial`,
    wanted: 'procuro fornecedor, quero comprar, procuro comprar, compro',
    quote: `
      preço sob consulta, sob consulta, consulte o preço, consulte preço, consulte-nos, peça orçamento,
      solicite orçamento, solicite um orçamento, peça uma cotação, cotação, orçamento, melhor preço, bom preço,
      preços baixos, tabela de preços, contate-nos, contacte-nos, entre em contato, entre em contacto,
      fale conosco, fale connosco, chame no, chama no, mande mensagem, me chame`,
    wholesale: `
      atacado, por atacado, no atacado, por grosso, pedido mínimo, preço de fábrica, preço por quilo,
      preço por kg, preço por grama, grandes quantidades, desconto por volume`,
    delivery: `
      envios, envio grátis, envio rápido, envio seguro, envio para todo, enviamos, frete grátis, frete incluso,
      entregamos, entrega rápida, entrega segura, entrega grátis, entrega em todo, portes grátis,
      envio internacional, despachamos, amostra grátis, amostras grátis, amostras disponíveis`,
    word: `
      disponível, disponíveis, venda, vendas, vende, comprar, compra, compras, pedido, pedidos, encomenda,
      encomendas, encomendar, consulte, preço, preços, frete, envio, entrega, entregas, fornecedor, fornecimento,
      oferta, loja`,
  },
  fr: {
    'in-stock': `
      en stock, stock disponible, disponible immédiatement, disponible de suite, disponible maintenant,
      disponible à la vente, disponibilité immédiate, en magasin, prêt à expédier, prêt à être expédié,
      nous avons en stock, de retour en stock`,
    'for-sale': `
      à vendre, en vente, je vends, nous vendons, vends, nous proposons, nous fournissons, nous offrons,
      achetez maintenant, achetez en ligne, acheter en ligne, acheter maintenant, commander maintenant,
      commander en ligne, commandez, commandez maintenant, passez commande, passer commande,
      passez votre commande, ajouter au panier, offre spéciale, en promotion`,
    wanted:
      'cherche fournisseur, recherche fournisseur, cherche à acheter, je souhaite acheter, souhaite acheter',
    quote: `
      prix sur demande, sur devis, demander un devis, demandez un devis, demande de devis, devis gratuit, devis,
      meilleur prix, bon prix, prix bas, prix compétitif*, prix avantageux, liste de prix, tarif sur demande,
      nous contacter, contactez-nous, contactez-moi, contacter le vendeur, écrivez-moi, écrivez-nous,
      message privé, en mp, appelez-nous`,
    wholesale: `
      en gros, prix de gros, vente en gros, grossiste*, prix d'usine, prix usine, prix au kilo, prix au kg,
      prix au gramme, commande minimum, quantité minimale, grandes quantités, grosses quantités`,
    delivery: `
      livraison gratuite, livraison offerte, livraison rapide, livraison express, livraison discrète,
      livraison sécurisée, livraison mondiale, livraison dans le monde, livraison internationale,
      livraison à domicile, livraison partout, nous livrons, nous expédions, nous envoyons, expédié sous,
      expédié en, expédition rapide, expédition sous, expédition mondiale, envoi rapide, envoi discret,
      envoi sous, frais de port, port offert, échantillon gratuit, échantillons gratuits,
      échantillons disponibles`,
    word: `
      disponible, disponibles, vente, ventes, vend, acheter, achat, achats, commander, commande, commandes,
      prix, tarif, tarifs, livraison, expédition, envoi, fournisseur, fourniture, offre, boutique`,
  },
  it: {
    'in-stock': `
      in magazzino, in pronta consegna, pronta consegna, disponibile subito, disponibile ora,
      subito disponibile, disponibile per la vendita, disponibilità immediata, merce pronta`,
    'for-sale': `
      in vendita, vendesi, vendo, vendiamo, si vende, offriamo, forniamo, acquista ora, acquista online,
      compra ora, compra subito, ordina ora, ordina online, ordina subito, aggiungi al carrello,
      offerta speciale`,
    wanted: 'cerco fornitore, cerchiamo fornitore, cerco per acquisto',
    quote: `
      prezzo su richiesta, chiedere il prezzo, richiedi preventivo, richiedi un preventivo, preventivo,
      preventivi, miglior prezzo, buon prezzo, listino prezzi, contattaci, contattateci, contattami,
      contatta il venditore, scrivimi, scriveteci`,
    wholesale: `
      all'ingrosso, ingrosso, grossista, prezzo di fabbrica, prezzo al kg, prezzo al chilo, prezzo al grammo,
      ordine minimo, grandi quantità`,
    delivery: `
      spedizione gratuita, spedizione gratis, spedizione rapida, spedizione veloce, spedizione in tutto,
      spedizione internazionale, spediamo, consegna rapida, consegna gratuita, consegna veloce, consegniamo,
      campione gratuito, campioni gratuiti, campioni disponibili`,
    word: `
      disponibile, disponibili, vendita, acquista, acquisto, ordina, ordine, ordini, prezzo, prezzi,
      spedizione, consegna, fornitura, fornitore, offerta`,
  },
  de: {
    'in-stock': `
      auf lager, ab lager, am lager, auf Vorrat, sofort lieferbar, lieferbar, vorrätig, sofort verfügbar,
      sofort verfuegbar, jetzt verfügbar, jetzt erhältlich, ab sofort erhältlich, wieder erhältlich,
      wieder verfügbar, versandbereit, versandfertig, Lagerware, Lagerbestand`,
    'for-sale': `
      zu verkaufen, zum verkauf, verkaufe, verkaufen wir, wir verkaufen, biete an, wir bieten, wir liefern,
      jetzt kaufen, online kaufen, jetzt bestellen, online bestellen, hier bestellen, heute bestellen,
      bestellen Sie, bestell jetzt, in den Warenkorb, zum Warenkorb, Sonderangebot*, im Angebot,
      zu verkaufen ab`,
    wanted: 'suche Lieferant*, Lieferant gesucht, möchte kaufen, kaufe an, Ankauf, zu kaufen gesucht',
    quote: `
      Preis auf Anfrage, auf Anfrage, Angebot anfordern, Angebot einholen, Angebot anfragen, Preisanfrage,
      Preis anfragen, bester Preis, Bestpreis, günstiger Preis, günstige Preise, zum besten Preis, Preisliste,
      kontaktieren Sie uns, kontaktieren Sie mich, schreiben Sie uns, schreib mir, schreibt mir,
      Nachricht an mich, Verkäufer kontaktieren, melden Sie sich, meldet euch, bei Interesse melden`,
    wholesale: `
      Großhandel*, Grosshandel*, en gros, Mengenrabatt*, Staffelpreis*, Mindestbestellmenge,
      Mindestabnahme, Fabrikpreis*, ab Werk, Kilopreis*, Grammpreis*, Preis pro Kilo, Preis pro kg,
      Preis pro Gramm, große Mengen, größere Mengen, grosse Mengen`,
    delivery: `
      versandkostenfrei, kostenloser Versand, gratis Versand, schneller Versand, weltweiter Versand,
      weltweit Versand, Versand weltweit, Versand möglich, Versand innerhalb, Versand in, Versand nach,
      sicherer Versand, diskreter Versand, Expressversand, wir versenden, wir verschicken, wird verschickt,
      weltweite Lieferung, Lieferung weltweit, schnelle Lieferung, kostenlose Lieferung,
      Lieferung innerhalb, Lieferzeit, Lieferung frei Haus, zzgl. Versand, inkl. Versand, Gratisprobe*,
      Muster verfügbar, kostenlose Muster`,
    word: `
      verfügbar, verfuegbar, erhältlich, Verkauf, verkauft, verkaufen, kaufen, Kauf, bestellen, Bestellung,
      Bestellungen, Preis, Preise, Versand, Lieferung, Angebot, Angebote, anbieten, bietet, biete`,
  },
  nl: {
    'in-stock': `
      op voorraad, uit voorraad leverbaar, uit voorraad, direct leverbaar, leverbaar, direct beschikbaar,
      nu beschikbaar, nu verkrijgbaar, weer op voorraad, klaar voor verzending`,
    'for-sale': `
      te koop, te koop aangeboden, aangeboden, ik verkoop, wij verkopen, we verkopen, wij leveren, wij bieden,
      koop nu, nu kopen, online kopen, bestel nu, nu bestellen, online bestellen, bestel vandaag,
      in winkelwagen, in winkelmand, aan winkelwagen toevoegen, speciale aanbieding`,
    wanted: 'gezocht leverancier, leverancier gezocht, te koop gevraagd, zoek leverancier',
    quote: `
      prijs op aanvraag, op aanvraag, offerte aanvragen, vraag een offerte, vraag offerte, offerte, beste prijs,
      scherpe prijs, lage prijs, prijslijst, neem contact op, neem contact met ons op, stuur een bericht,
      stuur mij een bericht, bied vanaf, contact opnemen`,
    wholesale: `
      groothandel*, fabrieksprijs*, minimale afname, minimale bestelling, prijs per kilo, prijs per kg,
      prijs per gram, kiloprijs*, staffelkorting*, grote hoeveelheden, bulkprijs*`,
    delivery: `
      gratis verzending, gratis bezorging, snelle verzending, snelle levering, discrete verzending,
      wereldwijde verzending, wereldwijd verzenden, wij verzenden, we verzenden, verzending binnen,
      verzonden binnen, levering binnen, levertijd, verzendkosten, ophalen of verzenden, gratis monster*,
      monsters beschikbaar`,
    word: `
      beschikbaar, verkrijgbaar, verkoop, verkocht, kopen, koop, bestel, bestellen, bestelling, prijs,
      prijzen, verzending, levering, aanbieding, aanbod`,
  },
};
