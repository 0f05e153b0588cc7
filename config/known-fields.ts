/** Which fields a schema knows at a place, so that one that is misspelt can be told what it was meant to be. */
import { z } from 'zod';
import { editDistance } from '../src/text/edit-distance.ts';

/** Letters by which two names may differ; of a short one no more than a third. */
const MOST_LETTERS = 2;

type Node = Readonly<Record<string, unknown>>;

/** The known field at `path` that is nearest to what was written there; null when none is near. */
export function nearestField(
  schema: z.ZodType,
  path: readonly (string | number)[],
  written: string,
): string | null {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node;
  const most = Math.min(MOST_LETTERS, Math.floor(written.length / 3));
  const near = nodesAt(root, path)
    .flatMap((node) => Object.keys(childrenOf(node, 'properties')))
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name.toLowerCase(), most) }))
    .filter((each): each is { name: string; distance: number } => each.distance !== null)
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name ?? null;
}

/** All of what may stand at a place, as a value may have one of several forms. */
function nodesAt(node: Node, path: readonly (string | number)[]): Node[] {
  const forms = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => listOf(node, key));
  if (forms.length > 0) return forms.flatMap((form) => nodesAt(form, path));
  const [key, ...rest] = path;
  if (key === undefined) return [node];
  const next =
    typeof key === 'number'
      ? node['items']
      : (childrenOf(node, 'properties')[key] ?? node['additionalProperties']);
  return isNode(next) ? nodesAt(next, rest) : [];
}

function listOf(node: Node, key: string): Node[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function childrenOf(node: Node, key: string): Node {
  const value = node[key];
  return isNode(value) ? value : {};
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
