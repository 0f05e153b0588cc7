/** Words by which a page says that what was offered there is not any more, in some thirty languages. */

/** In the words of marketplaces, boards and shops; all of them speak of one thing, never of several or of the site. */
const GONE = [
  "(?:(?:we(?:['’]re| are) )?(?:so )?sorry,? (?:but )?|oops[!.,]? |unfortunately,? )?(?:this|the|your) (?:listing|ad|advert(?:isement)?|classified|item|product|posting|auction|offer)(?: (?:that )?you(?:['’]re| are| were)? (?:looking for|requested|tried to (?:view|open)))? (?:has (?:already )?been |was |is |has |does )?(?:already |now )?(?:removed|deleted|deactivated|discontinued|expired|withdrawn|sold|ended|archived|no longer (?:available|active|exists?|for sale|valid|online|listed)|not exist(?: any ?more)?|not available|unavailable)",
  '(?:leider )?(?:(?:ist |wurde )?(?:diese|dieses|dieser|die|das|der) )?(?:(?:klein)?anzeige|inserat|angebot|artikel|produkt|auktion) (?:(?:ist|wurde|existiert) )?(?:leider )?(?:bereits |schon )?(?:nicht (?:mehr|länger)(?: (?:verfügbar|online|aktiv|erhältlich|vorhanden|im sortiment))?|gelöscht|entfernt|abgelaufen|deaktiviert|beendet|verkauft)',
  "(?:désolée?,? |malheureusement,? )?(?:cette (?:annonce|offre)|cet article|ce produit|le produit|l['’](?:annonce|article|offre)) (?:n['’]est plus (?:disponible|en ligne|en vente|active|valable|commercialisée?)|n['’]existe plus|a (?:déjà )?été (?:supprimée?|retirée?|vendue?|désactivée?)|a expiré|est (?:expirée?|terminée?|vendue?|supprimée?))",
  '(?:lo sentimos,? (?:pero )?)?(?:(?:este|esta|el|la) )?(?:anuncio|aviso|artículo|producto|publicación|oferta|subasta) (?:ya )?(?:no está (?:ya )?(?:disponible|activ[oa])|no existe|(?:ha sido |fue )?(?:eliminad|vendid|retirad|borrad|desactivad|finalizad|caducad)[oa]|ha (?:caducado|expirado|finalizado|terminado)|(?:caducó|finalizó))',
  '(?:(?:este|esse|o) )?(?:anúncio|produto|artigo|leilão) (?:já )?(?:não está (?:mais )?(?:disponível|ativo)|não existe(?: mais)?|(?:foi |está )?(?:removido|excluído|vendido|finalizado|encerrado|desativado|expirado)|expirou)',
  "(?:(?:questo|questa|quest['’]|l['’]|il|la) ?)?(?:annuncio|articolo|prodotto|inserzione|asta) (?:non è più (?:disponibile|attiv[oa]|in vendita|online)|non esiste più|è (?:già )?(?:stat[oa] )?(?:scadut|rimoss|eliminat|vendut|cancellat|terminat)[oa])",
  '(?:deze advertentie|deze veiling|dit artikel|dit product|dit aanbod) (?:is (?:niet (?:meer|langer) (?:beschikbaar|actief|online|leverbaar)|verwijderd|verlopen|verkocht|gesloten|afgelopen)|bestaat niet meer)',
  '(?:ovaj |ova )?(?:oglas|artikal|artikl|proizvod) (?:je )?(?:istekao|završen|neaktivan|obrisan|izbrisan|prodan|prodat|više nije (?:dostupan|aktivan|u ponudi)|više ne postoji)|(?:овај )?оглас (?:је )?(?:истекао|обрисан|неактиван)',
  '(?:to |te |ta |ten )?(?:ogłoszenie|oferta|aukcja|produkt|przedmiot) (?:jest (?:już )?|został[oa]? )?(?:nieaktualn[eay]|niedostępn[eay]|nieaktywn[eay]|zakończon[eay]|wygasł[oa]?|usunięt[eay]|sprzedan[eay]|wycofan[eay]|nie (?:jest już (?:dostępn|aktualn|aktywn)[eay]|istnieje))',
  '(?:tento |tohle |toto |táto )?(?:inzerát|produkt|výrobek|výrobok|zboží|položka|tovar) (?:již |už |viac )?(?:neexistuje|není (?:aktivní|dostupn[ýáé]|v nabídce|v prodeji)|nie je (?:aktívny|dostupný|v ponuke)|byl[oa]? (?:smazán|odstraněn|prodán|vyřazen)[oa]?|bol[oa]? (?:zmazan|odstránen|vymazan|predan)[ýáé])',
  '(?:это |этот |данное |данный )?(?:объявление|предложение|товар|лот) (?:больше |уже )?(?:был[оа]? )?(?:снят[оа]?(?: с (?:публикации|продажи|производства))?|удал[её]н[оа]?|закрыт[оа]?|неактуал\\p{L}+|не актуал\\p{L}+|недоступно|устарело|в архиве|не существует|не прода[её]тся|продан[оа]?|истекло|завершено|заверш[её]н)',
  '(?:це |цей )?(?:оголошення|товар) (?:більше |вже )?(?:неактуальн\\p{L}+|неактивн\\p{L}+|видален\\p{L}+|знят\\p{L}+(?: з (?:продажу|публікації))?|закрит\\p{L}+|не існує|недоступне|продан\\p{L}+|не продається)',
  '(?:тази |този )?(?:обява(?:та)?|офертата|продукт(?:ът)?) (?:вече )?(?:не е (?:активна|активен|налична|наличен|достъпна|достъпен)|не съществува|е (?:изтрит|изтекл|премахнат|деактивиран|продаден)а?|изтече)',
  '(?:den här |denna )?(?:annons(?:en)?|artikeln?|varan?|produkten?) (?:(?:är|har) (?:inte längre (?:tillgänglig|aktiv|till salu)|borttagen|tagits bort|blivit såld|såld|utgången|avslutad)|finns inte (?:längre|kvar|mer))',
  '(?:denne |dette )?(?:annoncen?|annonsen?|varen?|produktet?) (?:er (?:ikke (?:længere|lenger) (?:tilgængelig|tilgjengelig|aktiv|til salgs?)|slettet|fjernet|udløbet|utløpt|utgått|solgt)|(?:findes|finnes|eksisterer) ikke (?:længere|lenger|mere?))',
  '(?:tämä )?(?:ilmoitus|tuote|kohde) (?:on (?:poistettu|vanhentunut|päättynyt|myyty)|ei ole (?:enää )?(?:saatavilla|voimassa|olemassa|myynnissä))',
  '(?:ez a |az |a )?(?:hirdetés|apróhirdetés|termék|ajánlat|aukció) (?:már )?(?:nem (?:elérhető|aktív|létezik|aktuális|kapható)|lejárt|törölték|törölve|megszűnt|elkelt|inaktív)',
  '(?:acest |această )?(?:anunț(?:ul)?|anunt(?:ul)?|produs(?:ul)?|ofert[aă]) (?:nu mai (?:este|e) (?:disponibil|activ|valabil)[aă]?|nu mai există|a (?:fost (?:șters|sters|eliminat|vândut|vandut|dezactivat)[aă]?|expirat)|(?:este )?(?:expirat|inactiv|dezactivat)[aă]?)',
  '(?:αυτ[ήό] )?(?:η |το )?(?:αγγελία|προσφορά|προϊόν) (?:δεν (?:είναι (?:πλέον|πια) (?:διαθέσιμ|ενεργ)\\p{L}+|υπάρχει (?:πλέον|πια))|έχει (?:λήξει|διαγραφεί|αφαιρεθεί|πουληθεί)|έληξε)',
  '(?:很?抱歉[，,！!]? ?)?(?:您(?:查看|访问|要找)的)?(?:该|此|本|這個|这个|該)?(?:商品|宝贝|产品|產品|物品|信息|帖子|广告|廣告|拍品)(?:已[经經]?(?:下架|删除|刪除|过期|過期|失效|售出|结束|結束)|不存在)(?:或已(?:被)?(?:删除|刪除|下架))?',
  '(?:この|該当の|お探しの)?(?:商品|出品|広告|投稿|オークション)(?:は|が)?(?:削除され(?:ました|ています)|見つかりません(?:でした)?|存在しません|(?:販売を?|掲載を?)?終了(?:し(?:ました|ています)|いたしました))',
  '(?:이 |해당 )?(?:게시글|게시물|상품|광고|매물)(?:이|은|을|를)? ?(?:삭제되었습니다|존재하지 않(?:습니다|는 상품입니다)|찾을 수 없습니다)|삭제된 (?:게시글|게시물|상품)입니다|(?:판매|거래)(?:가|이)? ?(?:종료|완료)(?:되었습니다|된 상품입니다)',
  '(?:bu|aradığınız) (?:ilan|ürün) (?:artık )?(?:yayında değil|yayından kaldırıl\\p{L}+|silinmiş\\p{L}*|satılmamaktadır|satılmıyor|satışta değil\\p{L}*|mevcut değil\\p{L}*)|ilan (?:bulunamadı|yayında değil)',
  '(?:tin (?:đăng |rao )?|sản phẩm )(?:này )?(?:đã (?:hết hạn|bán|ngừng bán|ngừng kinh doanh|bị (?:xóa|xoá|gỡ))|không (?:còn )?tồn tại|không còn bán)',
  '(?:ประกาศ|สินค้า|รายการ)นี้(?:ถูกลบ|หมดอายุ|ขายไป|ขาย|เลิกจำหน่าย|ไม่มีจำหน่าย)แล้ว',
  '(?:iklan|produk|barang) ini (?:sudah )?(?:tidak (?:tersedia|aktif|dijual)(?: lagi)?|dihapus|kedaluwarsa|terjual)',
  '(?:המודעה|המוצר|הפריט) (?:אינה|אינו|כבר לא) (?:זמינה|זמין|קיימת|קיים|פעילה|פעיל|נמכר)',
  '(?:هذا )?(?:الإعلان|المنتج) (?:غير متوفر|غير متاح|منتهي|محذوف|لم يعد (?:متاح|متوفر)\\p{L}*)',
  'این آگهی (?:حذف شده|منقضی شده|دیگر (?:موجود|فعال) نیست|وجود ندارد)(?: است)?',
  'यह (?:विज्ञापन|उत्पाद|लिस्टिंग) (?:अब )?(?:उपलब्ध नहीं है|हटा दिया गया है|समाप्त हो (?:गया|चुका) है)',
].join('|');

/** Headings of pages whose offer was taken away; by their whole text, since a thing may be called so in passing. */
export const GONE_HEADING = new RegExp(`^[^\\p{L}\\p{N}]*(?:${GONE})[^\\p{L}\\p{N}]*$`, 'iu');

/** What may follow in a sentence that says so: when, by whom, or the same once more. A colour, a country or a cart may not. */
const MORE = [
  // What "is sold", and how, can be had.
  '(?<!is sold|est vendue?|è vendut[oa])(?:[,;:–—-] ?.{1,200}| (?:or|and|oder|und|ou|et|o|y|e|of|en|lub|i|nebo|или|и|або|та|veya|ve) .{1,100})',
  ' by (?:the|its|this) .{1,40}',
  ' from (?:sale|our .{1,40}|the (?:site|shop|store|catalog(?:ue)?|market(?:place)?))',
  ' on (?:our|this) .{1,40}',
  ' (?:on|at|am|le|el|em|il|op|w dniu) .{0,20}\\d.{0,40}',
].join('|');

/** A sentence that says it, and no question whether it is so. */
export const GONE_SENTENCE = new RegExp(
  `^[^\\p{L}\\p{N}]*(?:${GONE})(?:${MORE})?[^\\p{L}\\p{N}?？؟]*$`,
  'iu',
);

/** Headings and titles of pages that are not there, by their whole text. */
export const NOT_FOUND = new RegExp(
  `^[^\\p{L}\\p{N}]*(?:${[
    '(?:error |fehler |erreur |ошибка |błąd )?404(?:[^\\p{L}\\p{N}].{0,40})?',
    '(?:this |the )?(?:page|product|item|listing|ad|offer) (?:(?:was |could )?not (?:be )?found|does not exist)',
    '(?:seite|produkt|artikel|anzeige|angebot) (?:wurde )?nicht gefunden',
    '(?:page|produit|annonce|article) (?:introuvable|non trouvée?)',
    '(?:página|producto|anuncio|artículo) no encontrad[oa]',
    '(?:página|produto|anúncio) não encontrad[oa]',
    '(?:pagina|prodotto|annuncio) non trovat[oa]',
    '(?:pagina|product|advertentie) niet gevonden',
    'nie znaleziono (?:strony|produktu|ogłoszenia)|(?:strona|produkt) nie został[ay]? znalezion[ay]',
    '(?:stránka|produkt|inzerát) (?:nenalezena?|nebyl[ao]? nalezena?|nebol[ao]? nájden[ýá])',
    '(?:страница|товар|объявление) не найден[ао]?',
    '(?:сторінку|товар|оголошення) не знайдено',
    '(?:страницата|обявата) не е намерена',
    '(?:sidan|annonsen) (?:kunde inte hittas|hittades inte|finns inte)',
    '(?:siden|annoncen|annonsen) (?:blev |ble )?ikke fund?net|fant ikke (?:siden|annonsen)',
    '(?:sivua|ilmoitusta|tuotetta) ei löy(?:tynyt|dy)',
    '(?:az oldal|a hirdetés|a termék) nem található',
    '(?:pagina|anunțul|produsul) nu (?:a fost găsit[ăa]?|există)',
    '(?:η σελίδα|η αγγελία|το προϊόν) δεν βρέθηκε',
    '(?:sayfa|ürün|ilan) bulunamadı',
    '(?:页面|頁面|商品)(?:不存在|未找到|找不到)',
    '(?:お探しの)?ページ(?:は|が)?見つかりません(?:でした)?',
    '페이지를 찾을 수 없습니다',
    'không tìm thấy (?:trang|sản phẩm|tin)',
    'ไม่พบ(?:หน้า|สินค้า|ประกาศ)',
    '(?:halaman|produk|iklan) tidak ditemukan',
    '(?:الصفحة|المنتج) غير موجود[ةه]?',
    'הדף לא נמצא',
  ].join('|')})[^\\p{L}\\p{N}]*$`,
  'iu',
);
