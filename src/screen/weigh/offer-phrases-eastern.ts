/** What sellers write in Slavic languages, Turkish and Arabic, by sign of an offer; see offer-signs.ts. */
import type { OfferPhrases } from './phrase-group.ts';

export const EASTERN_OFFERS: Readonly<Record<string, OfferPhrases>> = {
  ru: {
    'in-stock': `
      в наличии, есть в наличии, всегда в наличии, на складе, со склада, есть на складе, в продаже,
      имеется в наличии, готово к отправке, готов к отправке, свободный остаток, новая партия,
      свежая партия, доступно к заказу, доступен к заказу`,
    'for-sale': `
      продам, продаю, продается, продаётся, продаются, продаем, продаём, на продажу, реализуем, реализую,
      предлагаем, предлагаю, поставляем, купить онлайн, купить сейчас, купите, закажите, заказать сейчас,
      оформить заказ, оформите заказ, принимаем заказы, под заказ, в корзину, добавить в корзину,
      отдам за`,
    wanted: 'куплю, ищу поставщика, ищем поставщика, хочу купить, закупаем, закупаю',
    quote: `
      цена по запросу, цены по запросу, по запросу, цена договорная, договорная цена, узнать цену,
      уточняйте цену, запросить цену, запросите цену, прайс, прайс-лист, лучшая цена, лучшие цены,
      низкая цена, низкие цены, хорошая цена, выгодная цена, доступная цена, свяжитесь с нами, свяжитесь,
      связаться с продавцом, пишите, пишите в личку, пиши в лс, пишите в лс, в личные сообщения, звоните,
      обращайтесь`,
    wholesale: `
      опт, оптом, оптовая цена, оптовые цены, оптовик*, оптовым, мелкий опт, крупный опт, от производителя,
      цена производителя, цена завода, цена за кг, цена за килограмм, цена за грамм, минимальный заказ,
      минимальная партия, крупные партии, большие объемы, большие объёмы`,
    delivery: `
      доставим, доставляем, есть доставка, доставка по, доставка в, быстрая доставка, бесплатная доставка,
      доставка бесплатно, безопасная доставка, доставка почтой, отправим, отправляем, отправка в день,
      отправка по, отправка в, отправка почтой, почтой россии, отправка сдэк, самовывоз, курьером,
      по всей россии, по всему миру, по всему снг, бесплатный образец, образцы бесплатно,
      пробники`,
    word: `
      доступно, доступен, продажа, продажи, продаж, купить, покупка, заказать, заказ, заказы, цена, цены, цене,
      доставка, отправка, поставка, поставки, предложение, стоимость, магазин`,
  },
  uk: {
    'in-stock':
      'в наявності, у наявності, є в наявності, на складі, зі складу, у продажу, готово до відправки',
    'for-sale': `
      продам, продаю, продається, продаємо, пропонуємо, купити онлайн, купити зараз, замовте, замовити зараз,
      оформити замовлення, до кошика, додати в кошик`,
    wanted: 'куплю, шукаю постачальника',
    quote: `
      ціна за запитом, за запитом, ціна договірна, найкраща ціна, низька ціна, прайс, зв'яжіться, пишіть,
      телефонуйте, звертайтесь`,
    wholesale: 'опт, оптом, гуртом, оптова ціна, ціна за кг, від виробника, мінімальне замовлення',
    delivery: `
      доставимо, доставляємо, швидка доставка, безкоштовна доставка, доставка по, відправимо, відправляємо,
      відправка по, нова пошта, новою поштою, самовивіз`,
    word: 'продаж, купити, замовити, замовлення, ціна, ціни, доставка, відправка, доступно',
  },
  pl: {
    'in-stock': `
      na stanie, w magazynie, w sprzedaży, dostępny od ręki, dostępne od ręki, dostępna od ręki, od ręki,
      dostępny w magazynie, dostępne w magazynie, produkt dostępny, natychmiast dostępny, na magazynie,
      gotowe do wysyłki, gotowe do wysylki, gotowy do wysyłki`,
    'for-sale': `
      na sprzedaż, na sprzedaz, sprzedam, sprzedajemy, sprzedaję, do sprzedania, oferujemy, oferuję,
      dostarczamy, kup teraz, kup online, kup przez internet, zamów teraz, zamów już, zamów online,
      złóż zamówienie, zloz zamowienie, do koszyka, dodaj do koszyka, oferta specjalna, promocja`,
    wanted: 'kupię, szukam dostawcy, poszukuję dostawcy, skup',
    quote: `
      cena na zapytanie, na zapytanie, zapytaj o cenę, zapytaj o cene, poproś o wycenę, wycena, wyceny,
      najlepsza cena, dobra cena, niska cena, niskie ceny, atrakcyjna cena, cennik, skontaktuj się,
      prosimy o kontakt, proszę o kontakt, napisz do, pisz na priv, pisz do mnie, zadzwoń`,
    wholesale: `
      hurt, hurtowo, hurtowa, hurtowe, hurtowni*, w hurcie, cena hurtowa, ceny hurtowe, ilości hurtowe,
      cena za kg, cena za kilogram, cena za gram, minimalne zamówienie, cena fabryczna, ceny producenta,
      duże ilości`,
    delivery: `
      darmowa wysyłka, darmowa dostawa, szybka wysyłka, szybka wysylka, szybka dostawa, dyskretna wysyłka,
      dyskretna przesyłka, bezpieczna dostawa, wysyłka w, wysyłka do, wysyłka na cały, wysyłka kurierem,
      wysyłamy, wysylamy, wyślemy, dostawa w, dostawa do, dostawa gratis, paczkomat*, wysyłka 24h,
      wysylka 24h, odbiór osobisty, kurierem, próbki dostępne, darmowa próbka, darmowe próbki`,
    word: `
      dostępny, dostępne, dostępna, sprzedaż, sprzedaz, sprzedaje, kup, kupić, kupno, zamów, zamówienie,
      zamówienia, zamówić, cena, ceny, wysyłka, wysylka, dostawa, oferta, dostawca, sklep`,
  },
  cs: {
    'in-stock': 'skladem, na skladě, ihned k odeslání, ihned k odběru, ihned dostupné, k dispozici',
    'for-sale': `
      na prodej, prodám, prodáme, prodáváme, nabízíme, nabízím, k prodeji, koupit online, objednejte,
      objednat online, do košíku, přidat do košíku, vložit do košíku, predám, predáme, do košíka`,
    wanted: 'koupím, kúpim, hledám dodavatele',
    quote: `
      cena na dotaz, cena na vyžádání, cena dohodou, nejlepší cena, ceník, kontaktujte nás, kontaktujte mě,
      napište nám, napište mi, poptávka, poptat`,
    wholesale: 'velkoobchod*, velkoobchodní cena, cena za kg, cena za kilogram, minimální odběr, ve velkém',
    delivery: `
      doprava zdarma, rychlé doručení, rychlé dodání, diskrétní zásilka, zašleme, odesíláme, posíláme,
      zásilkovna, dodání do, vzorek zdarma`,
    word: 'dostupné, dostupný, prodej, koupit, objednat, objednávka, cena, ceny, doprava, dodání',
  },
  tr: {
    'in-stock': `
      stokta, stoklarda, stokta var, stokta mevcut, stoktan teslim, hazır stok, stoklarımızda,
      hemen teslim, hemen kargo, sevke hazır, gönderime hazır`,
    'for-sale': `
      satılık, satilik, satılıktır, satıyorum, satiyorum, satıyoruz, satışta, satışa hazır, satışı yapılır,
      satışımız, satıştadır, hemen al, şimdi al, satın al, satin al, satın alın, sipariş ver, sipariş verin,
      siparis ver, sepete ekle, tedarik ediyoruz, temin edilir, sunuyoruz, online satış`,
    wanted: 'almak istiyorum, tedarikçi arıyorum, satın almak istiyorum',
    quote: `
      fiyat sorunuz, fiyat sorun, fiyat için, fiyat teklifi, fiyat listesi, teklif al, teklif alın, teklif isteyin,
      teklif iste, en iyi fiyat, uygun fiyat, ucuz fiyat, bize ulaşın, bize ulasin, iletişime geçin,
      iletisime gecin, mesaj atın, mesaj at, dm atın, arayın`,
    wholesale: `
      toptan, toptan satış, toptan fiyat*, toptancı, fabrika fiyatı, fabrikadan, kg fiyatı, kilo fiyatı,
      gram fiyatı, minimum sipariş, büyük miktar*`,
    delivery: `
      kargo bedava, ücretsiz kargo, ucretsiz kargo, hızlı kargo, hizli kargo, hızlı teslimat, gizli kargo,
      kargo ile, kargo dahil, aynı gün kargo, kapıda ödeme, adrese teslim, dünya çapında gönderim,
      yurt dışı gönderim, tüm dünyaya, gönderiyoruz, gönderim yapılır, gönderilir, numune mevcut,
      ücretsiz numune`,
    word: `
      mevcut, mevcuttur, satış, satis, satın, satılır, sipariş, siparis, fiyat, fiyatı, fiyatları, fiyatlar, teslimat,
      kargo, gönderim, tedarik, tedarikçi, stok`,
  },
  ar: {
    'in-stock': `
      متوفر, متوفرة, المتوفر, متوفر الآن, متوفر في المخزون, في المخزون, بالمخزون, من المخزون, متاح الآن,
      متاح للبيع, جاهز للشحن, جاهز للتسليم, جاهزة للشحن, تسليم فوري, لدينا مخزون, مخزون جاهز, متوفر لدينا,
      يتوفر لدينا, موجود لدينا`,
    'for-sale': `
      للبيع, معروض للبيع, نبيع, أبيع, ابيع, نوفر, نحن نوفر, نقدم, نورد, اشتر الآن, اشتري الآن, شراء الآن,
      اطلب الآن, اطلبه الآن, اطلب اليوم, اطلب عبر, للطلب, أضف إلى السلة, اضف الى السلة, أضف للسلة,
      عرض خاص, عروض خاصة`,
    wanted: 'مطلوب للشراء, أبحث عن مورد, ابحث عن مورد, نبحث عن مورد, أريد شراء, اريد شراء',
    quote: `
      السعر عند الطلب, السعر حسب الطلب, للاستفسار, للتواصل, للتواصل معنا, تواصل معنا, اتصل بنا, تواصلوا معنا,
      راسلنا, راسلني, تواصل معي, أفضل سعر, افضل سعر, أفضل الأسعار, بأفضل الأسعار, سعر مناسب, بسعر مناسب,
      أسعار مناسبة, اطلب عرض سعر, عرض سعر, عرض أسعار, قائمة الأسعار, على الخاص`,
    wholesale: `
      بالجملة, سعر الجملة, أسعار الجملة, بسعر الجملة, سعر المصنع, بسعر المصنع, من المصنع,
      سعر الكيلو, سعر الكيلوغرام, سعر الجرام, سعر الغرام, الحد الأدنى للطلب, كميات كبيرة, بكميات كبيرة`,
    delivery: `
      شحن مجاني, الشحن مجاني, توصيل مجاني, شحن سريع, توصيل سريع, توصيل للمنازل, شحن دولي, شحن عالمي,
      شحن لجميع, الشحن لجميع, الشحن إلى, شحن إلى, نشحن, نشحن إلى, يتوفر شحن, يوجد توصيل, يوجد شحن, خدمة التوصيل,
      التوصيل إلى, التوصيل متاح, تسليم سريع, شحن آمن, شحن سري, توصيل سري, عينات متوفرة, عينة مجانية,
      عينات مجانية`,
    word: `
      متاح, متاحة, بيع, البيع, شراء, الشراء, اشتر, اطلب, طلب, الطلب, سعر, السعر, أسعار, الأسعار, بسعر, شحن,
      الشحن, توصيل, التوصيل, التسليم, عرض, مورد, المورد, متجر`,
  },
};
