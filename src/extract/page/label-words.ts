/**
 * What pages call the fields and properties of an offer, by language. This table is the one place where labels get their
 * stable keys: a field of the listing, or the key under which its attributes hold the value on every site.
 */
import { withoutTonos } from '../../text/greek-accents.ts';

/** Labels whose value is a field of the listing. */
const FIELDS = {
  externalId: [
    'sku|code|item|item no|item number|item id|item code|item num|article no|article nr|article number|article id|art no|art nr|artikelnr|artikel nr|artikelnummer|artikel nummer|art nummer|artikelcode|artikel code|product code|product id|product no|product number|product nr|catalog no|catalog number|catalogue no|catalogue number|catalog nr|cat no|cat nr|stock no|stock number|stock code|order code|order no|ad id|ad no|ad number|listing id|listing no',
    'post id|posting id|offer id|offer no|auction id|lot no|lot id|ref|ref no|reference|reference no',
    'reference number|asin|id|bestellnr|bestell nr|bestellnummer|anzeigennr|anzeigen nr',
    'anzeigennummer|anzeigen id|angebotsnummer|produktnr|produkt nr|produktnummer|produktcode',
    'referencia|código|codigo|código de producto|código del producto|código del artículo',
    'código do produto|cód|cod|id del anuncio|id do anúncio|nº de anuncio|número de anuncio|référence',
    'réf|réf interne|référence interne|internal reference|interne referenz|referencia interna|riferimento interno|référence produit|référence annonce|n° annonce|numéro annonce|codice|codice prodotto',
    'codice articolo|rif|id annuncio|codice annuncio|kod|kod produktu|indeks|nr kat|numer oferty',
    'nr oferty|numer ogłoszenia|id ogłoszenia|kód|kód produktu|kód zboží|číslo produktu',
    'katalogové číslo|obj č|obj číslo|objednací číslo|objednávkové číslo|kat č|číslo inzerátu|advertentienummer|varenummer|varenr|tuotenumero|tuotekoodi',
    'ilmoitusnumero|cikkszám|termékkód|cod produs|артикул|арт|код|код товара|код товару|код продукта',
    'номер объявления|номер оголошення|id объявления|№ объявления|货号|貨號|商品编号|商品編號|商品货号|产品编号|產品編號|产品货号',
    '编号|編號|商品番号|商品コード|品番|型番|製品番号|管理番号|オークションid|商品id|상품번호|상품 번호|상품코드|상품 코드|제품번호|제품코드|게시글 번호',
    'stok kodu|ürün kodu|ürün no|ilan no|ilan numarası|رمز المنتج|كود المنتج|رقم المنتج',
    'رقم الإعلان|رقم الصنف|mã sp|mã sản phẩm|mã hàng|mã tin|รหัสสินค้า|kode produk|מק"ט|κωδικός',
    'κωδικός προϊόντος|föremål|föremålsnr|föremålsnummer|annonsnr|annons nr|annonsnummer|annons id|annonsenummer|objekt nr|finn kode|objektnr|objektnummer|kohdenumero|kohde nro|nº de lote|lote nº|lot nr|lotnr|losnummer|los nr|kavelnummer|kavel nr|kavel|lot number|numéro de lot|número de lote|šifra|šifra proizvoda|šifra artikla|kataloški broj|prekės kodas|kods|preces kods|sludinājuma nr|tootekood|кат номер|каталожен номер|шифра|combo|विज्ञापन आईडी|विज्ञापन संख्या|उत्पाद कोड',
    '製品コード|カタログ番号|カタログno|מספר מודעה|קוד מוצר|מקט|کد محصول|کد آگهی|شناسه کالا|รหัสประกาศ|เลขที่ประกาศ|id iklan|kode iklan|nr anunț|id anunț|kodas|kood|toote kood|koda|koda izdelka|šifra izdelka|kod proizvoda|cod intern|tuotenro|cikksz|kodi|kodi i produktit|კოდი|კოდი ნომერი|կոդ|тауар коды|mahsulot kodi|artikul|məhsulun kodu|məhsul kodu|kode barang|kod produk|รหัส|mã hàng hóa',
  ],
  quantity: [
    'quantity|quantity available|available quantity|amount available|pack|pack size|package',
    'package size|packaging|packaging size|packing|packaging details|packing details|package details',
    'unit size|net content|contents|size|volume|stock quantity|menge|inhalt|füllmenge|gebinde',
    'gebindegröße|packungsgröße|verpackungseinheit|cantidad|contenido|presentación|envase|formato',
    'quantité|contenance|conditionnement|quantità|confezione|contenuto|quantidade|conteúdo|embalagem',
    'inhoud|verpakking|hoeveelheid|ilość|opakowanie|pojemność|množství|balení|obsah|objem|фасовка',
    'объем|объём|упаковка|количество|фасування|пакування|包装|包裝|包装规格|包裝規格|规格|規格|净含量|淨含量|数量|數量|含量规格|内容量',
    '容量|個数|内容|용량|수량|포장|포장단위|규격|내용량|miktar|paket|ambalaj|الكمية|التعبئة|الحجم|quy cách|đóng gói|ขนาด',
    'ปริมาณ|isi|kemasan|mängd|mængde|mengde|määrä|kiszerelés|mennyiség|cantitate|ποσότητα|συσκευασία|मात्रा|पैकिंग',
    'כמות|אריזה|תכולה|مقدار|بسته بندی|حجم|antal|antall|kappalemäärä|anzahl|stückzahl|aantal|darabszám|liczba sztuk|počet kusů|počet kusov|množství v balení|balenie|numero de unidades|número de unidades|nombre de pièces|bucăți|τεμάχια|кількість|adet sayısı|จำนวน|số lượng|jumlah',
  ],
  location: [
    'location|item location|located in|city|place|pick up location|pickup location|standort',
    'artikelstandort|ort|plz ort|ubicación|localidad|ciudad|población|localisation|ville|lieu',
    'località|città|luogo|comune|град|населено място|локация|локація|локација|место|lokacija|mjesto|mesto|grad|cidade|localização|município|plaats|locatie|lokalizacja|miejscowość',
    'miasto|lokalita|město|místo|город|местоположение|расположение|адрес|місто|розташування|所在地|地点|地區',
    '地区|所在地区|商品所在地|所在城市|发布地区|地域|都道府県|거래지역|지역|위치|konum|şehir|il / ilçe|il/ilçe|ilçe|المدينة|الموقع|المنطقة|địa điểm|khu vực',
    'nơi bán|ที่ตั้ง|lokasi|alamat|ort och plats|sijainti|paikkakunta|helység|localitate|τοποθεσία|περιοχή|स्थान|शहर',
    'אזור|מיקום|עיר|ישוב|موقعیت|محل|استان|จังหวัด|พื้นที่|kota|výdejní místo|místo odběru|miesto odberu|miejsce odbioru|abholort|lieu de retrait|lugar de recogida|local de retirada|luogo di ritiro|afhaaladres|afhaallocatie|upphämtning|hämtas i|afhentningssted|hentested|noutopaikka|átvétel helye|átvételi hely|loc de ridicare|место встречи|место передачи|місце зустрічі|직거래지역|직거래 지역|거래 지역|거래희망장소|거래 희망 장소|取引場所|受け渡し場所|受渡場所|交易地点|自提地点|面交地點|teslim yeri',
  ],
  seller: [
    'seller|seller name|vendor|vendor name|supplier|supplier name|sold by|shipped and sold by',
    'sold and shipped by|dealer|company|company name|merchant|offered by|posted by',
    'advertiser|annonceur|inserent|anunciante|inserzionista|adverteerder|ogłoszeniodawca|verkäufer|anbieter|verkauf durch|verkauf und versand durch|firma|händler|vendedor',
    'empresa|vendido por|vendeur|vendu par|société|venditore|venduto da|azienda|verkoper|aanbieder',
    'sprzedawca|sprzedający|prodejce|prodávající|продавец|компания|поставщик|продавець|компанія|卖家|賣家',
    '商家|供应商|供應商|公司名称|公司名稱|公司|企业名称|店铺|发布者|出品者|販売元|販売者|会社名|판매자|판매처|회사명|satıcı|mağaza|firma adı|البائع',
    'الشركة|المتجر|người bán|nhà cung cấp|ผู้ขาย|penjual|säljare|butik|sælger|selger|myyjä|eladó|vânzător',
    'πωλητής|विक्रेता|कंपनी|מוכר|שם המוכר|ספק|فروشنده|تأمین کننده|تامین کننده|ชื่อผู้ขาย|nama penjual|nama toko|ショップ名|店舗名|出店者|店铺名称|店铺名|店鋪名稱|상점명|스토어명|hirdető|hirdető neve|inzerent|المعلن|اسم المعلن|صاحب الإعلان|ilan sahibi|annonsör|annonsør|annoncør|αγγελιοδότης|oglašivač|автор объявления|автор оголошення|người đăng|ผู้ลงประกาศ|ชื่อร้าน|ชื่อร้านค้า|tên cửa hàng|המפרסם|מפרסם|상호|상호명|판매자명|nome negozio|nome del negozio',
  ],
  availability: [
    'availability|stock|stock status|in stock|status|verfügbarkeit|lagerbestand|lieferstatus',
    'disponibilidad|existencias|stock disponible|disponibilité|disponibilità|disponibilidade|estoque',
    'beschikbaarheid|voorraad|dostępność|dostupnost|skladem|наличие|наявність|库存|庫存|库存状态|现货|在庫|在庫状況',
    '재고|재고상태|stok|stok durumu|التوفر|المخزون|tình trạng|tình trạng kho|สถานะ|สต็อก|stok barang',
    'lagerstatus|lager|saatavuus|készlet|elérhetőség|disponibilitate|διαθεσιμότητα|उपलब्धता|स्टॉक',
    'זמינות|מלאי|موجودی|وضعیت موجودی',
  ],
  postedAt: [
    'posted|posted on|posted at|posted date|post date|date posted|date of posting|listed|listed on',
    'listing date|published|published on|publish date|added|added on|date added|created|eingestellt',
    'eingestellt am|online seit|veröffentlicht|erstellt am|anzeige online seit|publicado|publicado el',
    'publicado em|fecha de publicación|publié|publié le|publiée|publiée le|postée le|date de publication|mise en ligne|déposée le',
    'pubblicato|pubblicato il|data di pubblicazione|inserito il|data de publicação|anunciado em',
    'geplaatst|geplaatst op|sinds|dodano|dodane|data dodania|opublikowano|vloženo|datum vložení|přidáno',
    'опубликовано|размещено|дата публикации|дата размещения|добавлено|опубліковано|додано',
    'дата публікації|发布时间|發布時間|发布日期|發布日期|發佈日期|發佈時間|刊登日期|刊登時間|上架时间|上架時間|上架日期|发布于|掲載日|登録日|出品日|開始日時|投稿日|등록일|작성일|게시일|ilan tarihi',
    'yayın tarihi|eklenme tarihi|تاريخ النشر|تاريخ الإعلان|نشر في|ngày đăng|đăng ngày|วันที่ลงประกาศ',
    'publicerad|inlagd|oprettet|indrykket|publisert|lagt ut|lisätty|julkaistu|lähetetty|feladva|feltöltve|postat|adăugat|publicat|पोस्ट किया गया|प्रकाशित',
    'תאריך פרסום|פורסם|תאריך|تاریخ انتشار|تاریخ درج|ลงประกาศเมื่อ|tanggal posting|diposting|פורסם בתאריך|פורסם ב|הועלה|הועלה בתאריך|feladás dátuma|feladás ideje|hirdetés feladva|tin đăng|đăng|đăng lúc|ลงขายเมื่อ|등록|등록일시|dodano dnia|data publikacji|data ogłoszenia|datum inzerátu|dátum vloženia|data adăugării|data publicării|annons publicerad|inlagt|laatst geplaatst|ημερομηνία δημοσίευσης|ημερομηνία καταχώρησης|καταχωρήθηκε|ilan verildi',
  ],
  price: [
    'price|unit price|our price|sale price|special price|price per unit|fob price|reference price',
    'asking price|preis|verkaufspreis|einzelpreis|precio|precio unitario|prix|prix unitaire|prezzo',
    'preço|prijs|cena|цена|ціна|价格|單價|单价|價格|参考价|参考价格|參考價|參考價格|批发价|批發價|售價|价钱|価格|販売価格|値段|가격|판매가|단가|fiyat|fiyatı|السعر|سعر',
    'قیمت|giá|giá bán|ราคา|harga|pris|hinta|ár|preț|τιμή|कीमत|मूल्य|दाम',
    'מחיר|قیمت فروش|قیمت واحد',
  ],
  title: [
    'product name|name of product|item name|chemical name|product title|produktname|artikelname',
    'nombre del producto|nom du produit|nome do produto|nome prodotto|nome del prodotto|productnaam',
    'nazwa produktu|název produktu|название товара|наименование товара|наименование продукта',
    'назва товару|品名|产品名称|產品名稱|商品名称|商品名稱|中文名称|製品名|商品名|제품명|상품명|ürün adı|اسم المنتج',
    'tên sản phẩm|ชื่อสินค้า|nama produk|उत्पाद का नाम',
    'שם המוצר|نام محصول|نام کالا',
  ],
  /** Of the seller. */
  country: [
    'country|country/region|country region|country of seller|seller country|land|país|pays|paese|kraj',
    'země|страна|країна|国家|國家|国家/地区|国家地区|国|국가|ülke|البلد|الدولة|quốc gia|ประเทศ|negara',
  ],
} as const;

/** Labels whose value is an attribute, kept under the stable key. */
const ATTRIBUTES = {
  CAS: [
    'cas|cas no|cas number|cas nr|cas nummer|cas rn|cas reg no|cas registry number|cas registry no',
    'n° cas|n cas|numéro cas|no cas|número cas|nº cas|numero cas|numer cas|číslo cas|cas číslo',
    'cas номер|номер cas|№ cas|cas №|cas号|cas编号|cas 编号|cas號|cas編號|cas 編號|cas登录号|cas登記號|cas番号|cas登録番号|cas번호|cas numarası',
    'رقم cas|מספר cas|شماره cas|cas rn®|cas-rn',
  ],
  purity: [
    'purity|assay|purity (assay)|purity/analysis method|purity / analysis method|min purity',
    'minimum purity|content|reinheit|reinheitsgrad|gehalt|pureza|pureté|purezza|zuiverheid|czystość',
    'čistota|чистота|степень чистоты|содержание основного вещества|чистота вещества|纯度|純度|纯度规格|含量|纯度≥',
    '純度(assay)|순도|saflık|النقاء|نقاوة|النقاوة|درجة النقاء|درجة النقاوة|độ tinh khiết|ความบริสุทธิ์|kemurnian|renhet|renhed|puhtaus',
    'tisztaság|puritate|καθαρότητα|טוהר|ניקיון|خلوص|शुद्धता',
  ],
  grade: [
    'grade|quality grade|grade standard|quality|qualität|güteklasse|grado|calidad|qualité',
    'grado di qualità|qualidade|kwaliteit|jakość|kvalita|квалификация|сорт|марка качества|级别|等级|質量等級',
    '品级|规格等级|級別|グレード|등급|kalite|الدرجة',
  ],
  weight: [
    'net weight|net wt|weight|gewicht|nettogewicht|peso|peso neto|poids|poids net|peso netto',
    'peso líquido|gewicht netto|waga|masa netto|masa|hmotnost|вес|масса|масса нетто|вес нетто|вага|净重',
    '重量|중량|ağırlık|الوزن|khối lượng|trọng lượng|น้ำหนัก|berat|vikt|vægt|vekt|paino|súly|greutate',
    'βάρος',
  ],
  formula: [
    'formula|molecular formula|chemical formula|summenformel|molekularformel|fórmula',
    'fórmula molecular|formule|formule moléculaire|formula molecolare|wzór|wzór sumaryczny|vzorec',
    'формула|молекулярная формула|分子式|化学式|분자식|formül|الصيغة',
  ],
  minimumOrder: [
    'moq|min order|min order quantity|minimum order|minimum order quantity|min order qty',
    'minimum quantity|minimum purchase|mindestbestellmenge|mindestabnahme|mindestmenge|pedido mínimo',
    'cantidad mínima|compra mínima|quantité minimum|quantité minimale|commande minimum|ordine minimo',
    'quantità minima|minimale bestelhoeveelheid|minimale afname|minimalne zamówienie|minimální odběr',
    'минимальный заказ|минимальная партия|минимальный объем заказа|мін замовлення|мінімальне замовлення|起批量|起订量|起訂量|最小起订量|最小起訂量|最低订购量|最低訂購量|最小訂購量|起购量|起批|最小注文数|最低注文数量|최소주문수량|최소 주문 수량',
    'minimum sipariş|minimum sipariş miktarı|asgari sipariş|الحد الأدنى للطلب|đặt hàng tối thiểu|số lượng đặt hàng tối thiểu|न्यूनतम ऑर्डर|न्यूनतम ऑर्डर मात्रा|न्यूनतम मात्रा|สั่งซื้อขั้นต่ำ|จำนวนสั่งซื้อขั้นต่ำ|minimum pemesanan|pemesanan minimum|minimal pembelian|minsta beställning|minste bestilling|mindste ordre|minimitilaus|minimális rendelés|comandă minimă|ελάχιστη παραγγελία|הזמנה מינימלית|כמות מינימום|حداقل سفارش|quantidade mínima|minimálna objednávka|минимальный объём заказа|минимална поръчка|最小ロット|최소구매수량',
  ],
  /** Of loading: not where the thing is, but near. */
  port: [
    'port|loading port|port of loading|fob port|verladehafen|puerto de carga|port de chargement|porto di carico|港口|装运港|裝運港|起运港|出荷港|порт отгрузки|порт',
  ],
  shipsFrom: [
    'ships from|shipping from|dispatched from|dispatches from|shipped from|sent from|delivery from|versand aus|versand von|se envía desde|envío desde|enviado desde',
    'expédié depuis|expédié de|expédié par|spedito da|enviado de|verzonden vanuit|wysyłka z',
    'odesláno z|отправка из|доставка из|发货地|發貨地|发货地址|发货|発送元|発送元の地域|発送地域|배송지역|출고지|gönderim yeri',
    'kargo çıkış yeri|شحن من|يشحن من|gửi từ|giao từ|dikirim dari|pengiriman dari|dihantar dari|ส่งจาก|จัดส่งจาก|skickas från|sendes fra|afsendes fra|odesíláme z|odosielame z|wysyłane z|отправляется из|отправляем из|відправляється з|відправка з|αποστολή από|expediat din|livrat din|šalje se iz|pošilja se iz|ارسال از|발송지|출하지',
  ],
  shipsTo: [
    'ships to|shipping to|delivers to|delivery to|ships worldwide|delivery area|versand nach|lieferung nach|liefergebiet|envía a|envíos a|se envía a|livraison vers|expédié vers|livre en',
    'spedisce a|entrega em|verzending naar|wysyłka do|доставка в|доставка по|发货至|配送范围|配送至|配送地域|배송가능지역|gönderim bölgesi|الشحن إلى|giao hàng đến',
  ],
  origin: [
    'origin|country of origin|place of origin|made in|herkunft|herkunftsland|ursprungsland',
    "hergestellt in|origen|país de origen|origine|pays d’origine|pays d'origine|origine del prodotto",
    'paese di origine|origem|país de origem|herkomst|land van herkomst|kraj pochodzenia|země původu',
    'страна происхождения|страна производства|страна производитель|країна виробник|产地|產地|原产地|原產地|原産国',
    '生産国|원산지|제조국|menşei|menşe|بلد المنشأ|بلد الصنع|xuất xứ|แหล่งกำเนิด',
  ],
  brand: [
    'brand|brand name|manufacturer|maker|make|marke|hersteller|marca|fabricante|marque|fabricant',
    'produttore|merk|fabrikant|marka|producent|značka|výrobce|бренд|марка|производитель',
    'торговая марка|виробник|品牌|厂家|生产厂家|生產廠家|制造商|ブランド|メーカー|브랜드|제조사|üretici|العلامة التجارية|الماركة',
    'الشركة المصنعة|thương hiệu|nhà sản xuất|ยี่ห้อ|merek|märke|tillverkare|mærke|merkki|valmistaja',
    'márka|gyártó|marcă|producător|μάρκα',
  ],
  condition: [
    'condition|item condition|zustand|artikelzustand|estado|condición|état|condizione|condizioni',
    'stato|estado de conservação|condição|staat|conditie|stan|stav|состояние|стан товару|成色|新旧程度',
    '商品の状態|状態|상태|제품상태|durumu|ürün durumu|الحالة|tình trạng sản phẩm|สภาพ|kondisi|skick|tilstand|kunto',
    'állapot|stare|κατάσταση|स्थिति|מצב|وضعیت',
  ],
  updatedAt: [
    'updated|updated on|last updated|last update|last modified|modified|aktualisiert',
    'zuletzt aktualisiert|letzte änderung|actualizado|última actualización|mis à jour|mis à jour le',
    'dernière mise à jour|aggiornato|ultimo aggiornamento|atualizado|última atualização|bijgewerkt',
    'zaktualizowano|aktualizováno|обновлено|дата обновления|оновлено|更新时间|更新時間|更新日期|最后更新|刷新时间|更新日',
    '最終更新日|수정일|업데이트|güncelleme tarihi|تاريخ التحديث|cập nhật',
  ],
  paymentTerms: [
    'payment terms|payment|payment methods|payment method|zahlungsarten|zahlung|formas de pago|pago',
    'modes de paiement|paiement|pagamento|formas de pagamento|betaling|płatność|platba|оплата',
    'способ оплаты|付款方式|支付方式|支払い方法|결제방법|ödeme|طرق الدفع',
  ],
  contactPerson: [
    'contact|contact person|contact name|ansprechpartner|kontaktperson|persona de contacto|contacto',
    'personne à contacter|persona di contatto|referente|pessoa de contato|contactpersoon',
    'osoba kontaktowa|kontaktní osoba|контактное лицо|контакт|контактна особа|联系人|聯繫人|联络人|担当者|담당자',
    'yetkili kişi|جهة الاتصال|người liên hệ',
  ],
} as const;

export type FieldLabel = keyof typeof FIELDS;
export type AttributeKey = keyof typeof ATTRIBUTES;
export type LabelKey = FieldLabel | AttributeKey;

/** Greek capitals bear no accents. */
const KEYS: ReadonlyMap<string, LabelKey> = new Map(
  [...Object.entries(FIELDS), ...Object.entries(ATTRIBUTES)].flatMap(([key, lines]) => {
    const labels = lines.flatMap((words) => words.split('|')).map(bareLabel);
    return [...labels, ...labels.map(withoutTonos)].map((label): [string, LabelKey] => [
      label,
      key as LabelKey,
    ]);
  }),
);
/** The labels that stand for this, without marks and in lower case. */
export function labelsOf(key: LabelKey): string[] {
  return [...KEYS].flatMap(([label, of]) => (of === key ? [label] : []));
}

/** Longer labels are not in the table. */
export const MAX_LABEL = 40;
const MAX_ABBREVIATED = 16;
const LAST_MARKS = ['#', ')', '）', '*'];

/** The Turkish capital "İ" leaves its dot behind as a mark of its own. */
function inLowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : lower.replaceAll('\u0307', '');
}

/** "CAS No. :" → "cas no": without marks, in lower case. */
function bareLabel(text: string): string {
  return inLowerCase(text)
    .replace(/[\s.:：#*()（）【】[\]_\u200b-\u200f\u202a-\u202e-]+/g, ' ')
    .trim();
}

/** Whether {@link bareLabel} would take something out. */
const MARKED = /[.:：#*()（）【】[\]_\u200b-\u200f\u202a-\u202e-]|\s\s|[^\S ]|^\s|\s$/;

const SIGHTS = 1 << 14;
/** A number of a text's length, first and last character, whatever their case in ASCII. */
function sightOf(text: string): number {
  const { length } = text;
  const [first, last] = [text.charCodeAt(0) | 32, text.charCodeAt(length - 1) | 32];
  return (length * 331 + first * 37 + last * 1031) & (SIGHTS - 1);
}
const KNOWN_SIGHTS = new Uint8Array(SIGHTS);
for (const label of KEYS.keys()) KNOWN_SIGHTS[sightOf(label)] = 1;

/** What a text without marks stands for: nearly all are told by a look at their ends to be no label. */
function keyOf(text: string): LabelKey | null {
  const ascii = (text.charCodeAt(0) | text.charCodeAt(text.length - 1)) < 128;
  if (ascii && KNOWN_SIGHTS[sightOf(text)] === 0) return null;
  return KEYS.get(inLowerCase(text)) ?? null;
}

/** What a label stands for, by its whole text; null where it is not known. */
export function labelKey(text: string): LabelKey | null {
  if (text.length > MAX_LABEL) return null;
  if (!MARKED.test(text)) return keyOf(text);
  return KEYS.get(bareLabel(text)) ?? KEYS.get(bareLabel(text.replace(/\s*[(（][^)）]*[)）]/g, ''))) ?? null;
}

/** The same for a text that mostly is no label, without marks in it: told at once. */
export function plainLabelKey(text: string): LabelKey | null {
  if (text.length > MAX_LABEL) return null;
  // "CAS No." is a label, a longer text with a full stop is a sentence.
  const last = text.charAt(text.length - 1);
  const marked = last === '.' ? text.length <= MAX_ABBREVIATED : LAST_MARKS.includes(last);
  return marked ? labelKey(text) : keyOf(text);
}

/** What a value must look like to be of its label: "Content: see below" tells no purity. */
const SHAPES: Partial<Readonly<Record<LabelKey, RegExp>>> = {
  // A figure, or capitals in groups: "N/A" and "none" are no numbers.
  externalId:
    /^[#:：№.\s]*(?:(?=\S*\d)[\p{L}\p{N}][\p{L}\p{N}._/-]{1,40}|\p{Lu}{2,12}(?:[-_.]\p{Lu}{2,12}){1,4})\)?$/u,
  postedAt: /\d|\p{L}/u,
  location: /^(?!(?:cep|plz|zip(?: ?code)?|post(?:al )?code|código postal|code postal|psč|индекс)[\s.:]*$)/iu,
  CAS: /\d{2,7}-\d{2}-\d/,
  purity: /^[^\n]{0,20}\d[^\n]{0,60}$/,
  minimumOrder: /^[^\n]{0,20}\d[^\n]{0,60}$/,
  weight: /\d/,
  updatedAt: /\d/,
};
const LONGEST: Partial<Readonly<Record<LabelKey, number>>> = {
  location: 120,
  seller: 120,
  country: 60,
  brand: 100,
  condition: 100,
  origin: 100,
  contactPerson: 80,
};

/** Whether a value can be what its label stands for. */
export function fitsLabel(key: LabelKey, value: string): boolean {
  return value !== '' && value.length <= (LONGEST[key] ?? 300) && (SHAPES[key]?.test(value) ?? true);
}

/** The name under which an attribute is kept: its stable key where one is known, else as the page calls it. */
export function attributeName(name: string, value: string): string {
  const key = labelKey(name);
  return key !== null && key in ATTRIBUTES && fitsLabel(key, value) ? key : name;
}
