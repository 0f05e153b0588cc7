/** Tells the sum from which a shop sends for nothing, which stands on all its pages and is no price. */

const SENDING = [
  'shipping|delivery|postage|(?:\\p{L}{0,8})?versand|lieferung|zustellung|livraison|port|envíos?|despacho|frete|entrega|envio|spedizione|consegna|verzending|bezorging|wysyłka|dostaw[aąy]|przesyłka|doprav[aue]|doručení|szállítás|kiszállítás|livrare|transport|frakt|fragt|levering|toimitus|dostav[aue]|poštnin[ae]',
  'доставк[аиу]|пересылк[аиу]|kargo|gönderim|teslimat|משלוח|(?:ال)?شحن|(?:ال)?توصيل|ارسال|vận chuyển|giao hàng|ongkir|ongkos kirim|pengiriman|μεταφορικά|αποστολή|παράδοση',
].join('|');
const FREE =
  'free|gratis|kostenlose?[rns]?|kostenfreie?[rns]?|gratuite?s?|gratuit[ăaoe]|grátis|darmow[aey]|bezpłatn[aey]|zdarma|zadarmo|ingyenes|besplatn[aeu]|brezplačn[ao]|fria?|ilmainen|maksuton|бесплатн\\p{L}{1,3}|безкоштовн\\p{L}{1,3}|безплатн\\p{L}{1,3}|bedava|ücretsiz|חינם|مجان\\p{L}{1,3}|رایگان|miễn phí|δωρεάν';
const WORD = (words: string) => `(?<!\\p{L})(?:${words})(?!\\p{L})`;
const SENT_FREE = new RegExp(
  `${WORD(SENDING)}[^\\d]{0,24}${WORD(FREE)}|${WORD(FREE)}[^\\d]{0,24}${WORD(SENDING)}|(?:versandkosten|porto)frei|包邮|包郵|免运费|免運|送料無料|무료 ?배송|배송비? ?무료|ส่งฟรี|จัดส่งฟรี|free ?ship`,
  'iu',
);
const FROM = new RegExp(
  `${WORD('over|above|from|orders?|min\\.?|ab|über|dès|à partir de|plus de|desde|a partir de|más de|superiores?|acima|compras|da|oltre|sopra|vanaf|boven|od|powyżej|nad|felett|fölött|peste|fra|från|över|alkaen|yli|iznad|preko|от|свыше|від|над|(?:ve )?üzeri|üstü|מעל|فوق|بالای|belanja|từ|trên|άνω|από')}|满|滿|以上|이상|ครบ|ขึ้นไป`,
  'iu',
);

/** "750 TL ve üzeri kargo bedava", "Darmowa dostawa od 200 zł", "5,000円以上送料無料". */
export const tellsFreeSending = (text: string): boolean => SENT_FREE.test(text) && FROM.test(text);
