/** The canonical form of a URL: two URLs with the same form are taken for the same page. */
import { PLAIN_URL } from './plain-url.ts';

/**
 * Parameters that say where a visitor came from, never what the page shows: of advertising and mail, and of what shop systems hang on to
 * the goods that they recommend, anew in every answer.
 */
const TRACKING =
  /^(?:utm_.+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|ysclid|twclid|ttclid|igshid|mc_[ce]id|_ga|_gl|srsltid|_openstat|wt_mc|mkt_tok|pr_(?:prod_strat|rec_id|rec_pid|ref_pid|seq)|_(?:pos|sid|ss|psq|fid)|p[df]_rd_.+|_trk(?:parms|sid)|spm|scm|pvid|algo_.+|click_(?:key|sum)|ref_src)$/i;

const SESSION =
  /^(?:phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|session_?id|sessid|oscsid|zenid|cfid|cftoken)$/i;

/** Parameters that put the same things into another order or look; only with a value that says so, since names have other uses. */
const ORDER =
  /^(?:(?:sort|order)(?:[-_]?(?:by|order|dir|direction|field|type|mode))?|sorting|dir|direction)=(?:[a-z_.:-]{0,30}(?:asc|desc|price|date|name|title|new|old|popular|relevan|rating|best|rank|position|time|created|updated|views|sales|default|featured|cheap|alpha|score|discount|latest|recent|trend)[a-z_.:-]{0,30})$/i;
const LOOK =
  /^(?:view|display|layout|view[-_]?mode|style)=(?:grid|list|gallery|table|tiles?|thumbs?|compact)$/i;

/** Session ids that some servers write into the path: "/item;jsessionid=AB12". */
const PATH_SESSION = /;(?:jsessionid|phpsessid|sid)=[^/;?]*/gi;

/** Without parameters, of which a session may be one, there is nothing to leave out. */
const HAS_PARAMETERS = /[?;]/;

const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/** %7e and ~ name the same octet, %c3 and %C3 too; other escapes stay, since pages in old encodings are not UTF-8. */
function normaliseEscapes(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const char = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return UNRESERVED.test(char) ? char : octet.toUpperCase();
  });
}

function nameOf(parameter: string): string {
  const end = parameter.indexOf('=');
  return end === -1 ? parameter : parameter.slice(0, end);
}

/** Sorting by name only keeps the order of repeated parameters, which can mean something. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((parameter) => {
      const name = nameOf(parameter);
      if (parameter === '' || TRACKING.test(name) || SESSION.test(name)) return false;
      return !ORDER.test(parameter) && !LOOK.test(parameter);
    })
    .map((parameter) => ({ name: nameOf(parameter), parameter }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ parameter }) => parameter)
    .join('&');
}

/**
 * Lower-case host, no default port, no fragment, no tracking, session, order or look parameters, parameters sorted, no trailing "?".
 * A text that is no URL is given back as it is.
 */
export function canonicalUrl(url: string): string {
  if (PLAIN_URL.test(url) && !HAS_PARAMETERS.test(url)) return url;
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.hash = '';
  if (parsed.hostname.endsWith('.')) parsed.hostname = parsed.hostname.slice(0, -1);
  parsed.pathname = normaliseEscapes(parsed.pathname.replace(PATH_SESSION, ''));
  const query = canonicalQuery(normaliseEscapes(parsed.search.slice(1)));
  // The setter drops one leading "?", which may be a part of the query.
  parsed.search = query === '' ? '' : `?${query}`;
  return parsed.href;
}
