/** Whether a list says that it is empty: a search that found nothing. */
import type { PageDocument } from './page-document.ts';
import { headingsOf } from './page-subject.ts';
import { LIST_PATH } from './page-words.ts';

const NONE_FOUND =
  /\b(?:no (?:products?|results?|items?|matches|listings|ads|offers)(?: were| was)? (?:found|match)|there (?:is|are) no (?:products?|items?|results?|ads)|no results|0 results|could ?n[o’']?t find any|no matching|did not match any|nothing (?:was )?found|(?:keine|leider keine) (?:ergebnisse|treffer|artikel|produkte|anzeigen)|aucun (?:résultat|produit|article)|aucune annonce|no se (?:han )?encontr|sin resultados|no hay productos|nenhum (?:resultado|produto|anúncio)|nessun (?:risultato|prodotto|annuncio)|geen (?:resultaten|producten)|brak wyników|nie znaleziono|nebyl[oay]? nalezen|žádné (?:produkty|výsledky)|sonuç bulunamadı|ürün bulunamadı|(?:tidak|nggak|gak) (?:di)?temukan|tidak ada (?:produk|hasil|barang|iklan)|tiada (?:hasil|produk)|no hay resultados|não encontramos|inga (?:träffar|resultat|annonser|produkter)|ingen (?:resultater|treff|treffer|produkter|annoncer|annonser)|ei (?:hakutuloksia|tuloksia|tuotteita|ilmoituksia|leitud)|nincs (?:találat|termék|eredmény|hirdetés)|niciun (?:rezultat|produs|anunț)|nu (?:am|au fost) găsit|žiadne (?:produkty|výsledky|inzeráty)|nema (?:rezultata|proizvoda|oglasa)|ni (?:zadetkov|rezultatov)|nerasta|nav atrast|không tìm thấy|không có (?:sản phẩm|kết quả|tin))|ничего не найдено|не найдено|нет товаров|немає товарів|товарів не знайдено|нічого не знайдено|没有找到|未找到|暂无(?:相关)?(?:产品|商品|结果|数据)|見つかりませんでした|該当する商品|検索結果は0|검색 ?결과가 없|لا توجد (?:نتائج|منتجات)|لم يتم العثور|یافت نشد|לא נמצאו|δεν βρέθηκ|няма (?:намерени|резултати|продукти)|табылмады|ไม่พบ(?:สินค้า|ผล|ประกาศ)|कोई (?:परिणाम|उत्पाद|विज्ञापन) नहीं/iu;
/** As far as a page is read for such words. */
const HEAD_OF_PAGE = 6000;

/** Its page says so where the things would stand. */
export function foundNothing(page: PageDocument): boolean {
  const { pathname, search } = new URL(page.url);
  if (!LIST_PATH.test(pathname + search)) return false;
  return NONE_FOUND.test(
    [page.title, ...headingsOf(page), page.mainText().slice(0, HEAD_OF_PAGE)].join('\n'),
  );
}
