/** Reads a YAML file and checks its shape, so that every refusal names file, line and field. */
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
} from 'yaml';
import type { z } from 'zod';
import { OperatorError } from '../src/model/errors.ts';

type Path = readonly (string | number)[];

export type YamlFile = {
  readonly path: string;
  readonly value: unknown;
  /** "file:line" of a field, or of its nearest parent that is written down. */
  at(path: Path): string;
};

/** @throws OperatorError 'config' when the file cannot be read or is not YAML (naming file and line). */
export async function readYamlFile(path: string): Promise<YamlFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new OperatorError('config', `${path} cannot be read.`, 'Check that it exists and is readable.', {
      cause: error,
    });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line ?? 1;
    const [summary] = problem.message.split('\n');
    throw new OperatorError(
      'config',
      `${path}:${line}: ${summary}`,
      'Correct the YAML; check the indentation first.',
    );
  }
  return {
    path,
    value: document.toJS({ maxAliasCount: 100 }),
    at: (field) => `${path}:${lineOf(document, field, lines)}`,
  };
}

/** The checked value. @throws OperatorError 'config' naming file, line, field and what is wrong with it. */
export function checkShape<T>(schema: z.ZodType<T>, yaml: YamlFile): T {
  const result = schema.safeParse(yaml.value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).filter((key): key is string | number => typeof key !== 'symbol');
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const full = unknown === undefined ? path : [...path, unknown];
  const field = full.length === 0 ? 'the file' : full.join('.');
  throw new OperatorError(
    'config',
    `${yaml.at(full)}: ${field}: ${issue?.message ?? 'wrong shape'}.`,
    "The schema named in the file's first line says what may stand there.",
  );
}

function lineOf(document: Document, path: Path, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== null) return lines.linePos(offset).line;
  }
  return 1;
}

/** Offset of the key for a field of a map, of the item for an element of a list. */
function offsetOf(document: Document, path: Path): number | null {
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
