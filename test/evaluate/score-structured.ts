/** Measures the readers of structured data against the cases of the W3C for microdata and those of extruct, whose expected results lie beside them. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Parser, type Quad, type Term } from 'n3';
import { MICRODATA, RDFA, readEmbeddedItems } from '../../src/extract/declared/read-embedded-items.ts';
import { readJsonLd } from '../../src/extract/declared/read-json-ld.ts';
import { bareName, type Item, isItem, propertyName } from '../../src/extract/declared/schema-item.ts';
import { pageText } from '../../src/extract/html/code-units.ts';
import { newRoom } from '../../src/extract/html/page-room.ts';
import { type PageDocument, parseDocument } from '../../src/extract/page/page-document.ts';

export type StructuredScore = {
  readonly name: string;
  readonly cases: number;
  readonly asExpected: number;
  /** What is expected and not read (-), or read and not expected (+), by case. */
  readonly wrong: readonly { readonly file: string; readonly statements: readonly string[] }[];
};

/** Where the cases of the W3C are published; what is relative is compared as it is from there. */
const BASE = 'http://w3c.github.io/microdata-rdf/tests/';
/** Of extruct's cases, those that are read as pages of another address. */
const ADDRESSES: Readonly<Record<string, string>> = {
  'w3c/microdata.7.1.json': 'http://blog.example.com/progress-report',
  'w3c/microdata.object.json': 'http://www.example.com/microdata/',
};
const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/** "Product price = 5": what is said of a thing of this type. A thing that is said of another is named by its type. */
type Statements = string[];

const typeName = (types: readonly string[]): string => types.map(bareName).toSorted().join('+') || 'thing';
const say = (types: readonly string[], name: string, value: string): string =>
  `${typeName(types)} ${propertyName(name)} = ${value.replace(/\s+/g, ' ').trim()}`;
/** Nobody can tell by its look whether a value is an address: one word is compared as one, on either side. */
const resolved = (base: string) => (statement: string) =>
  statement.replace(/(?<= = )\S*$/, (value) => URL.parse(value, base)?.href ?? value);

function ofItems(items: readonly Item[]): Statements {
  const seen = new Set<Item>();
  const ofItem = (item: Item): Statements => {
    if (seen.has(item)) return [];
    seen.add(item);
    return [...item.props].flatMap(([name, values]) =>
      values.flatMap((value) =>
        isItem(value)
          ? [say(item.types, name, `[${typeName(value.types)}]`), ...ofItem(value)]
          : [say(item.types, name, value)],
      ),
    );
  };
  return items.flatMap(ofItem);
}

function ofTurtle(turtle: string): Statements {
  const quads: Quad[] = new Parser({ baseIRI: BASE }).parse(turtle);
  const typesOf = (subject: Term): string[] =>
    quads.flatMap((quad) =>
      quad.subject.equals(subject) && quad.predicate.value === TYPE ? [quad.object.value] : [],
    );
  const isThing = (term: Term) =>
    term.termType !== 'Literal' && quads.some(({ subject }) => subject.equals(term));
  return quads
    .filter(({ predicate }) => predicate.value !== TYPE)
    .map(({ subject, predicate, object }) =>
      say(
        typesOf(subject),
        predicate.value,
        isThing(object) ? `[${typeName(typesOf(object))}]` : object.value,
      ),
    );
}

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textsIn = (value: unknown): string[] => asArray(value).filter((one) => typeof one === 'string');

/** How extruct writes an item of microdata, and JSON-LD one of its own. */
const FORMS = {
  microdata: {
    types: (node: Readonly<Record<string, unknown>>) => textsIn(node['type']),
    props: ({ properties }: Readonly<Record<string, unknown>>) =>
      isObject(properties) ? Object.entries(properties) : [],
  },
  jsonLd: {
    types: (node: Readonly<Record<string, unknown>>) => textsIn(node['@type']),
    props: (node: Readonly<Record<string, unknown>>) =>
      Object.entries(node).filter(([name]) => !['@type', '@id', '@context'].includes(name)),
  },
} as const;

function ofJson(roots: unknown, form: (typeof FORMS)[keyof typeof FORMS]): Statements {
  return asArray(roots)
    .filter(isObject)
    .flatMap((node): Statements => {
      const types = form.types(node);
      return form.props(node).flatMap(([name, values]) =>
        asArray(values).flatMap((value) => {
          if (isObject(value))
            return [say(types, name, `[${typeName(form.types(value))}]`), ...ofJson(value, form)];
          return value === null ? [] : [say(types, name, String(value))];
        }),
      );
    });
}

/** RDFa as expanded JSON-LD: a list of things, which refer to each other. What has no type is none to us. */
function ofExpanded(nodes: unknown): Statements {
  const things = asArray(nodes).filter(isObject);
  const typed = new Map(things.map((thing) => [thing['@id'], textsIn(thing['@type'])]));
  return things.flatMap((thing): Statements => {
    const types = textsIn(thing['@type']);
    if (types.length === 0) return [];
    return FORMS.jsonLd.props(thing).flatMap(([name, values]) =>
      asArray(values)
        .filter(isObject)
        .map((value) => {
          const other = typed.get(value['@id']) ?? [];
          const text = String(value['@value'] ?? value['@id']);
          return say(types, name, other.length > 0 ? `[${typeName(other)}]` : text);
        }),
    );
  });
}

/** As often as one side says something more than the other. */
function without(some: Statements, others: Statements): Statements {
  const left = [...others];
  return some.filter((statement) => {
    const at = left.indexOf(statement);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

type Case = { readonly file: string; readonly html: string; readonly expected: Statements };

function score(
  name: string,
  cases: readonly Case[],
  read: (page: PageDocument) => readonly Item[],
): StructuredScore {
  const room = newRoom();
  const results = cases.map(({ file, html, expected: told }) => {
    const page = parseDocument(pageText(html, room), BASE, null, null);
    const [found, expected] = [ofItems(read(page)), told].map((all) =>
      all.map(resolved(ADDRESSES[file] ?? BASE)),
    ) as [Statements, Statements];
    const statements = [
      ...without(expected, found).map((statement) => `- ${statement}`),
      ...without(found, expected).map((statement) => `+ ${statement}`),
    ];
    return { file, statements };
  });
  const wrong = results.filter(({ statements }) => statements.length > 0);
  return { name, cases: cases.length, asExpected: cases.length - wrong.length, wrong };
}

const readText = (path: string) => readFileSync(path, 'utf8');

function microdataCases(folder: string): Case[] {
  return globSync('microdata-w3c/test/w3c-tests/*/action.html', { cwd: folder })
    .toSorted()
    .flatMap((file) => {
      const result = join(folder, dirname(file), 'result.ttl');
      if (!existsSync(result)) return [];
      return [{ file, html: readText(join(folder, file)), expected: ofTurtle(readText(result)) }];
    });
}

/** Those that tell of things: others expect Open Graph or microformats, which say nothing in these forms. */
function extructCases(folder: string, names: string, expectedOf: (text: string) => Statements): Case[] {
  const root = join(folder, 'extruct/tests/samples');
  const ending = names.slice(names.indexOf('*.') + 1);
  return globSync(names, { cwd: root })
    .toSorted()
    .flatMap((file) => {
      const page = join(root, dirname(file), `${basename(file, ending)}.html`);
      if (!existsSync(page)) return [];
      const expected = expectedOf(readText(join(root, file)));
      return expected.length === 0 ? [] : [{ file, html: readText(page), expected }];
    });
}

/** Null where the folder has no such cases. */
export function scoreStructured(folder: string): StructuredScore[] | null {
  const root = join(folder, 'structured');
  if (!existsSync(root)) return null;
  const microdata = (page: PageDocument) => readEmbeddedItems(page, MICRODATA);
  const ofMicrodata = (text: string) => ofJson(JSON.parse(text), FORMS.microdata);
  const ofJsonLd = (text: string) => {
    const told: unknown = JSON.parse(text);
    return ofJson(isObject(told) && 'items' in told ? asArray(told['items']).flat() : told, FORMS.jsonLd);
  };
  const extruct = extructCases(root, '{schema.org,songkick,w3c,websites}/*.json', ofMicrodata);
  return [
    score('microdata, W3C', microdataCases(root), microdata),
    score('microdata, extruct', extruct, microdata),
    score(
      'RDFa, extruct',
      extructCases(root, '{w3crdfa,wikipedia}/*.expanded.json', (text) => ofExpanded(JSON.parse(text))),
      (page) => readEmbeddedItems(page, RDFA),
    ),
    score('JSON-LD, extruct', extructCases(root, '*/*.jsonld', ofJsonLd), (page) => readJsonLd(page).items),
  ];
}
