/** The one content type of an answer whose server, or a proxy before it, names several. */

/** Commas within quotes divide nothing. */
const PARTS = /(?:[^,"]|"(?:\\.|[^"\\])*"?)+/g;
const MEDIA_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+[ \t]*(?:;|$)/;
const CHARSET = /;[ \t]*charset=/i;

function kindOf(type: string): string {
  return type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** As browsers take it (Fetch §3.6 "extract a MIME type"): the last one, with the charset that an earlier one of its kind names. */
export function oneMediaType(header: string): string {
  const parts = (header.match(PARTS) ?? []).map((part) => part.trim());
  const types = parts.filter((part) => MEDIA_TYPE.test(part));
  const last = types.at(-1);
  if (parts.length < 2 || last === undefined || CHARSET.test(last)) return last ?? header;
  return types.findLast((type) => kindOf(type) === kindOf(last) && CHARSET.test(type)) ?? last;
}
