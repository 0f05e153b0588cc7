/** Addresses in which the platform's parser of URLs would change nothing: most are, and it takes twenty times as long to say so. */

/** A path and query without a dot segment, an empty first segment, or a character that would be escaped. */
const PATH = /\/(?!\/)(?:[\w\-~,;:@!$&()*+=?]|\/(?![./])|(?<!\/)\.)*/.source;
/** In plain letters, none of them standing for others ("xn--…"), and no number; or four numbers. */
const HOST =
  /(?:(?:(?!xn--)[a-z0-9][a-z0-9-]*\.)*(?!xn--)[a-z][a-z0-9-]*|(?:(?:1\d\d|[1-9]?\d)\.){3}(?:1\d\d|[1-9]?\d))/
    .source;
/** One that neither scheme implies. */
const PORT = /(?::(?!80\/|443\/)(?:[1-5]\d{4}|[1-9]\d{0,3}))?/.source;

export const PLAIN_PATH = new RegExp(`^${PATH}$`);
export const PLAIN_URL = new RegExp(`^https?://${HOST}${PORT}${PATH}$`);
