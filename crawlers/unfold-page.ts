/** Brings to light what a drawn page holds back: banners are declined, lists scrolled to their end and asked for more. */
import type { Traffic } from './browser-requests.ts';
import type { PageTab } from './browser-tab.ts';
import { untilQuiet } from './quiet-traffic.ts';

/**
 * Buttons that decline a banner of cookies, as whole texts. Only what declines is pressed: a guest agrees to nothing, and where
 * there is no such button the banner stays.
 */
const DECLINE = `
  reject all, reject, decline, decline all, refuse, refuse all, deny, deny all, disagree, only necessary, necessary only,
  only necessary cookies, use necessary cookies only, essential only, only essential cookies, accept only necessary,
  continue without accepting, reject all cookies, alle ablehnen, ablehnen, nur notwendige, nur notwendige cookies,
  nur erforderliche, nur essenzielle cookies, tout refuser, refuser, je refuse, continuer sans accepter,
  uniquement les cookies nécessaires, rechazar todo, rechazar, rechazar todas, solo necesarias, rejeitar, rejeitar tudo,
  recusar, recusar tudo, rifiuta, rifiuta tutto, rifiuta tutti, solo necessari, alles weigeren, weigeren,
  alleen noodzakelijk, odrzuć, odrzuć wszystkie, odmítnout, odmítnout vše, avvisa alla, avvisa, afvis alle, avvis alle,
  hylkää kaikki, отклонить, отклонить все, только необходимые, відхилити, відхилити всі, reddet, tümünü reddet, 拒绝, 全部拒绝,
  拒絕, 全部拒絕, 仅必要, すべて拒否, 拒否する, 必要なもののみ, 모두 거부, 거부, từ chối, tolak, tolak semua`
  .split(',')
  .map((words) => words.trim());

/** Buttons under a list that bring more of it, as whole texts. */
const MORE = `
  load more, show more, more results, see more, view more, load more products, show more products, more, mehr laden,
  mehr anzeigen, weitere laden, weitere anzeigen, weitere produkte laden, mehr ergebnisse, voir plus, charger plus,
  afficher plus, plus de résultats, cargar más, ver más, mostrar más, carregar mais, ver mais, mostrar mais,
  carica altri, mostra altri, carica di più, mostra di più, meer laden, meer tonen, toon meer, pokaż więcej,
  załaduj więcej, načíst další, zobrazit více, visa fler, vis flere, показать ещё, показать еще, загрузить ещё,
  загрузить еще, ещё, показати ще, daha fazla, daha fazla göster, 加载更多, 查看更多, 显示更多, 更多, 載入更多, 顯示更多, もっと見る, さらに表示, 더보기,
  더 보기, xem thêm, muat lebih banyak, عرض المزيد, المزيد`
  .split(',')
  .map((words) => words.trim());

/**
 * Runs in the page; gives whether it pressed anything. A button that sends a form or is a link is left alone: links are the
 * frontier's, and nothing is sent to a site.
 */
const PRESS_ONE = String.raw`({ words, within }) => {
  const wanted = new Set(words);
  const textOf = (element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim().toLowerCase();
  for (const element of document.querySelectorAll('button, [role="button"], a:not([href]), a[href^="#"]')) {
    if (element.closest('form') !== null && element.getAttribute('type') !== 'button') continue;
    if (within !== null && element.closest(within) === null) continue;
    const text = textOf(element);
    if (text.length > 40 || !wanted.has(text)) continue;
    if (element.hasAttribute('disabled') || element.getClientRects().length === 0) continue;
    element.click();
    return true;
  }
  return false;
}`;

/** Gives how tall the page is. */
const TO_THE_END = `(() => {
  const { scrollHeight } = document.documentElement;
  window.scrollTo(0, scrollHeight);
  return scrollHeight;
})()`;

/** Where banners stand: pressed is nothing outside of them, whatever it says. */
const BANNERS = ['cookie', 'consent', 'gdpr', 'cmp', 'privacy', 'onetrust', 'didomi', 'cc-', 'ccm']
  .flatMap((word) => [`[id*="${word}" i]`, `[class*="${word}" i]`, `[aria-label*="${word}" i]`])
  .concat('[role="dialog"]', '[role="alertdialog"]', 'dialog')
  .join(', ');

/** Lists that go on for ever end here; further pages of them are a matter of the run's budget, not of one page's. */
const MOST_ROUNDS = 12;
/** How long a page is given to ask for more once it was scrolled or pressed. */
const STIR_MS = 150;

/** `until`: milliseconds since 1970; whatever has come to light by then is what is read. */
export async function unfoldPage(
  { ask }: Pick<PageTab, 'ask'>,
  traffic: Traffic,
  until: number,
): Promise<void> {
  const press = (words: readonly string[], within: string | null) =>
    ask<boolean>(`(${PRESS_ONE})(${JSON.stringify({ words, within })})`);
  if (await press(DECLINE, BANNERS)) await untilQuiet(traffic, until);
  let height = 0;
  for (let round = 0; round < MOST_ROUNDS && Date.now() < until; round += 1) {
    const asked = traffic.asked();
    const now = await ask<number>(TO_THE_END);
    const pressed = await press(MORE, null);
    // A page that fits its window has no end to scroll to.
    if (!pressed && round > 0 && now === height) return;
    height = now;
    await new Promise((done) => setTimeout(done, STIR_MS));
    if (traffic.asked() === asked && !pressed && (await ask<number>(TO_THE_END)) === height) return;
    await untilQuiet(traffic, until);
  }
}
