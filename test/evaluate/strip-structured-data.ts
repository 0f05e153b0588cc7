/** Takes out of a page what it says to machines, so that reading by looks can be measured by itself. */

/** Tags with their attributes; quoted values may hold ">". */
const TAG = /<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>/gi;
const META =
  /^<meta\b[\s\S]*?\b(?:property|name)\s*=\s*["']?(?:og|product|twitter|fb|al|pinterest|business|place):/i;
const HIDDEN_VALUE = /^<(?:meta|link)\b[\s\S]*?\s(?:itemprop|property)\s*=/i;
const ATTRIBUTES =
  /\s(?:itemtype|itemprop|itemref|itemid|typeof|property|vocab|resource|about|prefix|datatype)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)|\sitemscope(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?(?=[\s/>])/gi;

/**
 * Works on bytes as latin1, so that whatever encoding the page is in stays as it is. Removed: all inline scripts
 * (JSON-LD and embedded state among them), microdata and RDFa attributes, meta elements of social networks.
 */
export function stripStructuredData(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString('latin1');
  const bare = text
    .replace(/(<script\b[^>]*>)[\s\S]*?(<\/script\s*>)/gi, (_, open: string, close: string) =>
      /ld\+json|application\/json/i.test(open) ? '' : open + close,
    )
    .replace(TAG, (tag) => (META.test(tag) || HIDDEN_VALUE.test(tag) ? '' : tag.replace(ATTRIBUTES, '')));
  return Buffer.from(bare, 'latin1');
}
