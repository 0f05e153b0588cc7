/** Reads a YAML file and checks its shape, so that every refusal names file, line and field, and all of them are told at once. */
import { readFile } from 'node:fs/promises';
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml';
import type { z } from 'zod';
import { type ConfigProblem, placeAndProblem } from '../src/model/config-problem.ts';
import { OperatorError } from '../src/model/errors.ts';
import { entryNames } from './entry-names.ts';
import { nearestField } from './known-fields.ts';
import { NO_UTF8, utf8Text } from './utf8-text.ts';

export type FieldPath = readonly (string | number)[];

export type YamlFile = {
  readonly path: string;
  readonly value: unknown;
  /** Line of a field, or of its nearest parent that is written down. */
  lineOf(field: FieldPath): number;
  /** "file:line" of it. */
  at(field: FieldPath): string;
};

/** What was asked for, or null together with everything that is wrong. */
export type Outcome<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value: null; readonly problems: readonly ConfigProblem[] };

/** The file, or why it cannot be read or is not YAML. */
export async function tryYamlFile(path: string): Promise<Outcome<YamlFile>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    const remedy = 'Check that it exists and is readable.';
    return refused([{ file: path, line: null, field: '', problem: `cannot be read${why}`, remedy }]);
  }
  const read = utf8Text(bytes);
  if (read.text === null) return refused([{ file: path, line: read.badLine, field: '', ...NO_UTF8 }]);
  const lines = new LineCounter();
  const document = parseDocument(read.text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    return refused(
      document.errors.map((error) => ({
        file: path,
        line: error.linePos?.[0].line ?? 1,
        field: '',
        ...faultOf(error),
      })),
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_REFERENCES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return refused([{ file: path, field: '', ...referenceFault(document, lines) }]);
  }
  const line = (field: FieldPath) => lineOf(document, field, lines);
  return { value: { path, value, lineOf: line, at: (field) => `${path}:${line(field)}` }, problems: [] };
}

/** What the parser says is for programmers in the first of these. */
function faultOf({ code, message }: YAMLParseError): Pick<ConfigProblem, 'problem' | 'remedy'> {
  if (code === 'MULTIPLE_DOCS')
    return { problem: 'a second document begins with "---"', remedy: 'Put each into a file of its own.' };
  if (code === 'DUPLICATE_KEY')
    return {
      problem: 'a field stands there twice',
      remedy: 'Take one of the two away, or put both together.',
    };
  const problem = (message.split('\n')[0] ?? 'is not YAML').replace(/:$/, '');
  return { problem, remedy: 'Correct the YAML; check the indentation first.' };
}

/** Few files have any; a few of them that name each other would fill the memory. */
const MOST_REFERENCES = 100;

/** YAML reads an unquoted star as a reference, which a pattern of paths such as ** hardly ever is. */
function referenceFault(document: Document, lines: LineCounter) {
  const lost: { readonly name: string; readonly offset: number }[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) === undefined)
        lost.push({ name: alias.source, offset: alias.range?.[0] ?? 0 });
    },
  });
  const [first] = lost;
  if (first === undefined)
    return {
      line: 1,
      problem: 'has aliases that repeat too much of it',
      remedy: 'Write out what they stand for.',
    };
  return {
    line: lines.linePos(first.offset).line,
    problem: `"*${first.name}" is an alias of nothing in this file`,
    remedy: 'Put it in quotes: in YAML a star in front makes an alias of the value.',
  };
}

/** The problem of a field that must be there. */
export const MISSING = 'is missing';

/** The checked value, or every place where it has another shape. */
export function tryShape<T>(schema: z.ZodType<T>, yaml: YamlFile): Outcome<T> {
  const result = schema.safeParse(yaml.value);
  if (result.success) return { value: result.data, problems: [] };
  const remedy =
    'The schemas in config/schemas say what may stand there; an editor shows it when the first line names one, as in _example.yaml.';
  /** What misspelt fields were meant to be: those are not missing. */
  const meant = new Set<string>();
  const unknownField = (field: FieldPath): string => {
    const parent = field.slice(0, -1);
    const near = nearestField(schema, parent, String(field.at(-1)));
    if (near === null) return 'is no known field';
    meant.add([...parent, near].join('.'));
    return `is no known field: did you mean \`${near}\`?`;
  };
  const problems = result.error.issues.flatMap((issue) => {
    const path = issue.path.filter((key): key is string | number => typeof key !== 'symbol');
    const unknown = issue.code === 'unrecognized_keys';
    const fields = unknown ? issue.keys.map((key) => [...path, key]) : [path];
    const missing = !unknown && path.length > 0 && valueAt(yaml.value, path) === undefined;
    return fields.map((field) => ({
      file: yaml.path,
      line: yaml.lineOf(field),
      field: field.length === 0 ? 'the file' : field.join('.'),
      ...entryOf(yaml, field),
      problem: unknown ? unknownField(field) : missing ? MISSING : issue.message,
      remedy,
    }));
  });
  return refused(problems.filter(({ problem, field }) => problem !== MISSING || !meant.has(field)));
}

/** The part of a problem that names what the field lies in; nothing where that has no name. */
export function entryOf({ value }: YamlFile, field: FieldPath): Pick<ConfigProblem, 'entry'> {
  const entry = entryNames(value, field);
  return entry.length === 0 ? {} : { entry };
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}

/** @throws OperatorError 'config' when the file cannot be read or is not YAML (naming file and line). */
export async function readYamlFile(path: string): Promise<YamlFile> {
  return valueOrThrow(await tryYamlFile(path));
}

/** The checked value. @throws OperatorError 'config' naming file, line, field and what is wrong with it. */
export function checkShape<T>(schema: z.ZodType<T>, yaml: YamlFile): T {
  return valueOrThrow(tryShape(schema, yaml));
}

/** The first problem as an error; says how many more there are. */
export function toError(problems: readonly ConfigProblem[], seeAll: string | null): OperatorError {
  const [first] = problems;
  if (first === undefined) throw new Error('no problem to tell of');
  const more = problems.length - 1;
  const rest =
    more > 0 && seeAll !== null
      ? ` There ${more === 1 ? 'is' : 'are'} ${more} more: ${seeAll} shows all.`
      : '';
  return new OperatorError('config', placeAndProblem(first), `${first.remedy}${rest}`);
}

function valueOrThrow<T>({ value, problems }: Outcome<T>): T {
  if (value === null) throw toError(problems, null);
  return value;
}

function refused<T>(problems: readonly ConfigProblem[]): Outcome<T> {
  return { value: null, problems };
}

function lineOf(document: Document, path: FieldPath, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== null) return lines.linePos(offset).line;
  }
  return 1;
}

/** Offset of the key for a field of a map, of the item for an element of a list. */
function offsetOf(document: Document, path: FieldPath): number | null {
  const last = path.at(-1);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last);
    const key = pair?.key;
    return isNode(key) ? (key.range?.[0] ?? null) : null;
  }
  const item = isCollection(parent) && last !== undefined ? parent.get(last, true) : null;
  return isNode(item) ? (item.range?.[0] ?? null) : null;
}
