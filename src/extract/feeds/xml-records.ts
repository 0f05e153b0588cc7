/** Reads XML that lists things (sitemaps, RSS, Atom) into flat records, within limits on depth, number and length. */
import { Parser } from 'htmlparser2';

export type XmlField = {
  /** In lower case, with the prefix "g:" for Google's product words whatever the document calls them. */
  readonly name: string;
  /** All text inside, entities decoded. */
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
};

export type XmlRecord = { readonly name: string; readonly fields: readonly XmlField[] };

export type XmlReading = {
  /** Name of the outermost element; null when there is none. */
  readonly root: string | null;
  /** What stands outside the records: facts about the list itself. */
  readonly head: readonly XmlField[];
  /** Why the rest was not read; null when all was. */
  readonly stopped: string | null;
};

/** As the sitemap protocol allows for one file; feeds have some hundreds. */
const MAX_RECORDS = 50_000;
const MAX_FIELDS = 200;
const MAX_TEXT = 20_000;
const MAX_DEPTH = 64;
/** Characters between two looks at the limits: the parser's own stack is quadratic in what it is given at once. */
const STEP = 32_768;

const GOOGLE = /^https?:\/\/base\.google\.com\/(?:ns|cns)\/1\.0$/;
/** Holds the records of a feed together with its own facts. */
const CONTAINER = 'channel';

type OpenField = XmlField & { text: string; readonly depth: number };
type OpenRecord = { readonly name: string; readonly fields: XmlField[]; readonly depth: number };

/** The prefix of the outermost element says nothing: "s:urlset" holds "s:loc". */
function nameReader(root: string, attributes: Readonly<Record<string, string>>): (name: string) => string {
  const rootPrefix = root.includes(':') ? `${root.split(':', 1)[0]}:` : null;
  const google = Object.entries(attributes).find(
    ([key, value]) => key.startsWith('xmlns:') && GOOGLE.test(value),
  );
  const googlePrefix = google === undefined ? null : `${google[0].slice('xmlns:'.length).toLowerCase()}:`;
  return (name) => {
    if (googlePrefix !== null && name.startsWith(googlePrefix)) return `g:${name.slice(googlePrefix.length)}`;
    return rootPrefix !== null && name.startsWith(rootPrefix) ? name.slice(rootPrefix.length) : name;
  };
}

function recordKeeper(recordNames: ReadonlySet<string>, take: (record: XmlRecord) => void) {
  const head: XmlField[] = [];
  let records = 0;
  let depth = 0;
  let root: string | null = null;
  let stopped: string | null = null;
  let nameOf = (name: string) => name;
  let record: OpenRecord | null = null;
  let field: OpenField | null = null;

  const openInside = (name: string, attributes: Readonly<Record<string, string>>): void => {
    if (record === null && recordNames.has(name)) {
      if (records >= MAX_RECORDS) stopped = `more than ${MAX_RECORDS} entries`;
      else record = { name, fields: [], depth };
    } else if (name !== CONTAINER && (record === null || depth === record.depth + 1)) {
      field = { name, text: '', attributes, depth };
    }
  };
  return {
    open(written: string, attributes: Readonly<Record<string, string>>): void {
      depth += 1;
      if (depth > MAX_DEPTH) stopped ??= `nested deeper than ${MAX_DEPTH}`;
      if (stopped !== null) return;
      const lower = written.toLowerCase();
      if (root === null) {
        nameOf = nameReader(lower, attributes);
        root = nameOf(lower);
      } else if (field === null) openInside(nameOf(lower), attributes);
    },
    text(text: string): void {
      if (field !== null && field.text.length < MAX_TEXT) field.text += text.slice(0, MAX_TEXT);
    },
    close(): void {
      if (field !== null && field.depth === depth) {
        const fields = record?.fields ?? head;
        if (fields.length < MAX_FIELDS) fields.push({ ...field, text: field.text.trim() });
        field = null;
      } else if (record !== null && record.depth === depth) {
        records += 1;
        take({ name: record.name, fields: record.fields });
        record = null;
      }
      depth -= 1;
    },
    stopped: () => stopped !== null,
    reading: (): XmlReading => ({ root, head, stopped }),
  };
}

/**
 * `recordNames`: the elements that are records; their children are the fields, whatever those hold is text. Each is given to `take`
 * when it is whole, so that fifty thousand are never held at once. Never throws. Entities that a document declares for itself
 * are not expanded, so none can grow.
 */
export function readXmlRecords(
  xml: string,
  recordNames: ReadonlySet<string>,
  take: (record: XmlRecord) => void,
): XmlReading {
  const keeper = recordKeeper(recordNames, take);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => keeper.open(name, attributes),
      ontext: (text) => keeper.text(text),
      onclosetag: () => keeper.close(),
    },
    { xmlMode: true },
  );
  for (let at = 0; at < xml.length && !keeper.stopped(); at += STEP) parser.write(xml.slice(at, at + STEP));
  // What is open when reading stops was not read whole.
  if (!keeper.stopped()) parser.end();
  return keeper.reading();
}

const ROOT =
  /^\s*(?:<\?[^>]{0,300}\?>\s*|<!--[^>]{0,2000}-->\s*|<!DOCTYPE\b[^>[]{0,300}(?:\[[^\]]{0,4000}\])?\s*>\s*){0,20}<(?:[\w-]{1,40}:)?([\w-]{1,40})/i;

/** Name of the outermost element of a document, in lower case and without prefix, as far as its beginning shows. */
export function rootElement(text: string): string | null {
  return ROOT.exec(text.slice(0, 8000))?.[1]?.toLowerCase() ?? null;
}

/** The text of the first field of one of these names that has any. */
export function fieldText(fields: readonly XmlField[], ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = fields.find((field) => field.name === name && field.text !== '')?.text;
    if (text !== undefined) return text;
  }
  return null;
}
