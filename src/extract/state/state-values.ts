/**
 * The data that pages carry for their own scripts: JSON in elements and attributes of its own, or assigned to a
 * variable. Nothing is ever run: what is no literal is not read.
 */

import { repairJson } from '../declared/repair-json.ts';
import { type Unread, unread } from '../page/draft.ts';
import { flatValue } from './state-flat.ts';
import { literalAt, type ReadLiteral, returnedAt } from './state-literal.ts';
import { enqueuedLine, isEnqueued, isStreamed, streamedPart, streamedRows } from './state-streamed.ts';

/** A script element, or an attribute that holds JSON: then `type` is "application/json" and `id` the attribute's name. */
export type ScriptText = { readonly id: string | null; readonly type: string; readonly text: string };

export type StateValue = {
  /** What the page calls it: "__NEXT_DATA__", "window.__INITIAL_STATE__", "data-product_variations". */
  readonly name: string;
  readonly value: unknown;
};

/** UTF-16 units; a whole catalogue in one page is read no further. */
const MAX_SCRIPT = 4_000_000;
const MAX_VALUES = 40;
/** How many times over a script may be read in all: an attempt that fails has cost what it read. */
const MAX_PASSES = 6;

const JSON_TYPE = /^(?:application|text)\/(?:[\w.-]+\+)?json\b/i;
const SCRIPT_TYPE = /^$|^module$|^(?:text|application)\/(?:x-)?(?:java|ecma)script/i;
/** Read elsewhere, or never about goods. */
const OTHER_JSON = /ld\+json|importmap|speculationrules|manifest/i;

/** Parts of the keys without one of which no state describes goods. */
const GOODS_KEYS = ['rice', 'ricing', 'PRICE', 'mount'];

function mayDescribeGoods(text: string): boolean {
  return GOODS_KEYS.some((key) => text.includes(key));
}

function lastOfGoods(text: string): number {
  return Math.max(...GOODS_KEYS.map((key) => text.lastIndexOf(key)));
}

/** Something is assigned, pushed to a list or handed over: "window.__STATE__ = {", "dataLayer.push({", "kit.start(app, element, {". */
const ASSIGNED =
  /=\s{0,20}(?=[{[]|JSON\.parse\(|\(?function\b|[\w.$]{1,40} ?\|\| ?[{[])|\.push\(\s{0,5}(?=\{)|\.start\([\w$.]{1,40}, ?[\w$.]{1,40}, ?(?=\{)/g;
/** What it is assigned to: `product`, `x["y"]`. */
const NAME = /([\w$]{2,60}|["'][\w$-]{2,60}["']\])\s{0,3}$/;

/** Place after the value that starts at `from`, strings in double quotes skipped; -1 when it is never closed. */
function endOfJson(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) depth++;
    else if ((code === 0x7d || code === 0x5d) && --depth === 0) return at + 1;
  }
  return -1;
}

/** Place of the quote that closes the string opened at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c && at - 1 - slashes > from) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A more forgiving reading is tried; the caller reports when none is left.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What was read, and how many characters it took to find out. */
type Attempt = { readonly read: ReadLiteral | null; readonly cost: number };

/** JSON first, which the platform reads many times faster than any literal. */
function objectAt(text: string, from: number): Attempt {
  const end = endOfJson(text, from);
  const value = end < 0 ? undefined : parsed(text.slice(from, end));
  const cost = (end < 0 ? text.length : end) - from;
  return value === undefined
    ? { read: literalAt(text, from), cost: cost + text.length - from }
    : { read: { value, end }, cost };
}

const CALL = /JSON\.parse\(\s{0,5}(?:decodeURIComponent\(\s{0,5})?/y;

/** `JSON.parse("…")`, the text of which may be escaped for an address besides. */
function parsedCall(text: string, from: number): ReadLiteral | null {
  CALL.lastIndex = from;
  if (!CALL.test(text)) return null;
  const given = literalAt(text, CALL.lastIndex);
  if (given === null || typeof given.value !== 'string') return null;
  const json = given.value.startsWith('%7B') ? decodedAddress(given.value) : given.value;
  const value = parsed(json);
  return value === undefined ? null : { value, end: given.end };
}

function decodedAddress(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A stray "%": it is no such text.
    if (error instanceof URIError) return text;
    throw error;
  }
}

function valueAt(text: string, from: number): Attempt {
  const mark = text.charAt(from);
  if (mark === '{' || mark === '[') return objectAt(text, from);
  const read = mark === 'J' ? parsedCall(text, from) : (returnedAt(text, from) ?? literalAt(text, from));
  return { read, cost: (read?.end ?? text.length) - from };
}

function assignedIn(text: string, found: StateValue[], failed: Unread[]): void {
  let from = 0;
  let left = text.length * MAX_PASSES;
  const last = lastOfGoods(text);
  for (const match of text.matchAll(ASSIGNED)) {
    const start = match.index + match[0].length;
    if (found.length >= MAX_VALUES || left <= 0 || start > last) return;
    // Inside a value that was read already.
    if (start < from) continue;
    const name =
      NAME.exec(text.slice(Math.max(0, match.index - 66), match.index))?.[1]?.replace(/\W/g, '') ?? '';
    const { read, cost } = valueAt(text, start);
    left -= cost;
    if (read !== null) {
      from = read.end;
      if (mayDescribeGoods(text.slice(start, from))) found.push({ name, value: read.value });
    } else if (/^__\w+__$|state$/i.test(name)) {
      failed.push(unread(name, 'state', text.slice(start, start + 80)));
    }
  }
}

function elementValue({ id, text }: ScriptText): unknown {
  const value = parsed(text) ?? parsed(repairJson(text));
  return id?.includes('NUXT') ? flatValue(value) : value;
}

/** What one script holds. */
function scriptValues(script: ScriptText, values: StateValue[], failed: Unread[]): void {
  const { id, type, text } = script;
  if (JSON_TYPE.test(type)) {
    const value = elementValue(script);
    if (value === undefined) failed.push(unread(id ?? type, 'state', text));
    else values.push({ name: id ?? '', value });
  } else if (SCRIPT_TYPE.test(type)) assignedIn(text, values, failed);
}

/** Read together, since a value may begin in one part and end in the next. */
function streamedValues(scripts: readonly string[]): StateValue[] {
  // A key is seldom parted, and never in a script of its own.
  if (!scripts.some(mayDescribeGoods)) return [];
  const stream = scripts.map(streamedPart).join('');
  if (stream.length > MAX_SCRIPT || !mayDescribeGoods(stream)) return [];
  const rows = streamedRows(stream).filter(mayDescribeGoods).take(MAX_VALUES);
  return [...rows].map((row) => ({ name: '', value: parsed(row) ?? null }));
}

function enqueuedValues(scripts: readonly string[]): StateValue[] {
  if (!scripts.some(mayDescribeGoods)) return [];
  const value = parsed(enqueuedLine(scripts));
  return value === undefined ? [] : [{ name: '', value: flatValue(value) }];
}

/** Every state of the page in the order of its scripts, and those that could not be read. */
export function stateValues(scripts: Iterable<ScriptText>): {
  readonly values: readonly StateValue[];
  readonly unread: readonly Unread[];
} {
  const values: StateValue[] = [];
  const failed: Unread[] = [];
  const streamed: string[] = [];
  const enqueued: string[] = [];
  for (const script of scripts) {
    const { type, text } = script;
    if (values.length >= MAX_VALUES) break;
    if (text.length > MAX_SCRIPT || OTHER_JSON.test(type)) continue;
    if (isStreamed(text)) streamed.push(text);
    else if (isEnqueued(text)) enqueued.push(text);
    else if (mayDescribeGoods(text)) scriptValues(script, values, failed);
  }
  return {
    values: [...values, ...streamedValues(streamed), ...enqueuedValues(enqueued)],
    unread: failed.slice(0, 10),
  };
}
