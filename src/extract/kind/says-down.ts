/** Tells a page by which a site says, with a status that means content, that it is not there for now. */

/** In the words of shops and of the software that they run on. They say it of the site: one thing may be out of order on any page. */
const DOWN =
  /(?:under|down for|closed for|offline for|scheduled|undergoing|performing|server|website|site) (?:scheduled |planned |routine |some |urgent |essential )?maintenance(?! (?:kits?|plans?|services?|contracts?))|maintenance (?:mode|break|in progress|window)|(?:we(?:'|’| wi)ll be|be right|be) back (?:shortly|soon|online|in a (?:moment|minute|few))|(?:site|store|shop|service|server|page|website) (?:is )?(?:temporarily|currently) (?:unavailable|down|offline|closed|not available)|temporarily (?:down|offline)|service unavailable|^\W*(?:error )?503\b|wartungsarbeiten|wartungsmodus|(?:im|in) wartung|vorübergehend (?:nicht (?:erreichbar|verfügbar)|geschlossen)|(?:site|boutique|page) (?:est )?(?:actuellement )?en (?:cours de )?maintenance|maintenance en cours|temporairement (?:indisponible|fermé)|(?:en|bajo) mantenimiento|temporalmente (?:fuera de servicio|cerrad)|em manutenção|temporariamente (?:indisponível|fora)|in manutenzione|temporaneamente (?:non disponibile|chius)|in onderhoud|onderhoudswerkzaamheden|przerw[ay] techniczn|prac[ey] (?:techniczne|konserwacyjn)|probíhá údržba|bakım (?:çalışması|modu|aşamasında|nedeniyle)|bakımda|техническ(?:ие|их) работ|техническ(?:ое|ого) обслуживани|сайт (?:временно недоступен|на (?:обслуживании|реконструкции|ремонте))|технічн(?:і|их) роб[оі]т|(?:系统|系統|网站|網站|服务器|站点)(?:正在)?(?:维护|維護|升级|升級)|(?:正在)?维护中|維護中|暂停服务|メンテナンス(?:中|のため|実施)|(?:시스템|서버|사이트) ?점검|점검 ?중|bảo trì|sedang (?:dalam )?(?:pemeliharaan|perbaikan)|(?:تحت|قيد) الصيانة/i;

/** A page with more text than this is about something; then its title alone counts. */
const THIN = 1500;

/** Asked of pages that offer nothing. `text` is the visible text, null where there is much of it. */
export function saysDown(title: string, text: string | null): boolean {
  return DOWN.test(title) || (text !== null && text.length < THIN && DOWN.test(text));
}
