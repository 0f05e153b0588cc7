/** robots.txt as RFC 9309 defines it: groups, merged groups, longest match, and what sites write beyond it. */
import { matchesPath, type PathPattern, pathPattern, urlPath } from './robots-path.ts';

/** RFC 9309 §2.5: at least 500 KiB are read; what follows is ignored. */
export const ROBOTS_MAX_BYTES = 500 * 1024;

type RobotsRule = {
  readonly allow: boolean;
  readonly pattern: PathPattern;
  /** Counted from 1. */
  readonly line: number;
  /** The path as it is written. */
  readonly path: string;
};

type RobotsGroup = { agents: string[]; rules: RobotsRule[]; crawlDelaySeconds: number | null };

export type Robots = {
  readonly groups: readonly Readonly<RobotsGroup>[];
  readonly sitemaps: readonly string[];
};

/** What one agent must obey: the rules of all its groups together. */
export type AgentRules = {
  readonly rules: readonly RobotsRule[];
  readonly crawlDelaySeconds: number | null;
  /** The agent of the groups that hold: its own token, "*", or null where there is neither. */
  readonly group: string | null;
};

/** `rule` is null where no rule matches, or none is asked. */
type Decision = { readonly allowed: boolean; readonly rule: RobotsRule | null };

type Field = 'agent' | 'allow' | 'disallow' | 'delay' | 'sitemap';

/** Names by their beginning, misspellings included, as Google's parser reads them: a guest obeys what was meant. */
const FIELDS: readonly (readonly [beginning: string, field: Field])[] = [
  ['user-agent', 'agent'],
  ['useragent', 'agent'],
  ['user agent', 'agent'],
  ['allow', 'allow'],
  ['disallow', 'disallow'],
  ['dissallow', 'disallow'],
  ['dissalow', 'disallow'],
  ['disalow', 'disallow'],
  ['diasllow', 'disallow'],
  ['disallaw', 'disallow'],
  ['crawl-delay', 'delay'],
  ['crawldelay', 'delay'],
  ['crawl delay', 'delay'],
  ['sitemap', 'sitemap'],
  ['site-map', 'sitemap'],
];
const LONGEST_BEGINNING = Math.max(...FIELDS.map(([beginning]) => beginning.length));

/** At the front, also where its three bytes were taken for Latin letters. */
const BYTE_ORDER_MARK = /^(?:\uFEFF|\u00EF\u00BB\u00BF)/;

const MARK_BYTES = [0xef, 0xbb, 0xbf];

/** The text of a file as it was sent. Google's parser skips a mark of which only the first bytes are there, too. */
export function decodeRobots(body: Uint8Array): string {
  const other = MARK_BYTES.findIndex((byte, index) => body[index] !== byte);
  return new TextDecoder().decode(body.subarray(other === -1 ? MARK_BYTES.length : other));
}

/** Only these: what else looks like a blank, a byte order mark in the middle too, makes the field another one. */
const BLANKS = ' \t\v\f';

/** Not by an expression: one that looks for blanks at the end takes quadratic time over blanks in the middle. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text.charAt(start))) start += 1;
  while (end > start && BLANKS.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function fieldOf(name: string): Field | null {
  const beginning = name.slice(0, LONGEST_BEGINNING).toLowerCase();
  return FIELDS.find(([known]) => beginning.startsWith(known))?.[1] ?? null;
}

function withinLimit(text: string): string {
  if (text.length * 3 <= ROBOTS_MAX_BYTES) return text;
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= ROBOTS_MAX_BYTES) return text;
  const cut = bytes.subarray(0, ROBOTS_MAX_BYTES).toString('utf8');
  // The last line may be cut in two, and half a path would forbid or allow what was never meant.
  return cut.slice(0, Math.max(cut.lastIndexOf('\n'), cut.lastIndexOf('\r')) + 1);
}

/** Eight times the longest address that browsers take; as Google's parser does, what follows on a line is left out. */
const MAX_LINE = 2083 * 8 - 1;

/** One line as field and value; no field for comments, blanks, and what is not ours. */
function readLine(whole: string): { field: Field | null; value: string } {
  const line = whole.slice(0, MAX_LINE);
  const comment = line.indexOf('#');
  const text = trimmed(comment === -1 ? line : line.slice(0, comment));
  const colon = text.indexOf(':');
  if (colon !== -1) return { field: fieldOf(text.slice(0, colon)), value: trimmed(text.slice(colon + 1)) };
  // Some leave the colon out; that is understood only where nothing else can be meant.
  const [name = '', value = '', ...more] = text.split(/[ \t]+/);
  return { field: more.length === 0 && value !== '' ? fieldOf(name) : null, value };
}

/** What a user agent is looked for by: all before its version, in lower case ("ExampleBot/1.2 (+…)" → "examplebot"). */
export function productToken(agent: string): string {
  return trimmed(agent.split('/', 1)[0] ?? '').toLowerCase();
}

/** The agent that a group names: "*", or the letters, "-" and "_" at the front (RFC 9309 §2.2.1). */
function namedAgent(value: string): string {
  if (/^\*(?:\s|$)/.test(value)) return '*';
  return (/^[A-Za-z_-]+/.exec(value)?.[0] ?? '').toLowerCase();
}

/** Google takes a permission for a folder's "index.html" as one for the folder itself. */
function folderOfIndex(path: string): string | null {
  const slash = path.lastIndexOf('/');
  return slash !== -1 && path.startsWith('/index.htm', slash) ? path.slice(0, slash + 1) : null;
}

/** Adds one rule or delay to its group; tells whether the list of the group's agents ends with it. */
function addToGroup(
  group: RobotsGroup,
  field: 'allow' | 'disallow' | 'delay',
  value: string,
  line: number,
): boolean {
  if (field === 'delay') {
    // No rule, so it does not end the list of agents (RFC 9309 §2.2.4).
    group.crawlDelaySeconds = longer(group.crawlDelaySeconds, readDelay(value));
    return false;
  }
  // An empty path forbids nothing and allows nothing in particular.
  if (value === '') return true;
  const allow = field === 'allow';
  group.rules.push({ allow, pattern: pathPattern(value, allow), line, path: value });
  const folder = allow ? folderOfIndex(value) : null;
  if (folder !== null)
    group.rules.push({ allow, pattern: pathPattern(`${folder}$`, allow), line, path: value });
  return true;
}

/** Never fails: lines that mean nothing are passed over. */
export function parseRobots(text: string): Robots {
  const groups: RobotsGroup[] = [];
  const sitemaps: string[] = [];
  let group: RobotsGroup | null = null;
  let namingAgents = false;
  const lines = withinLimit(text.replace(BYTE_ORDER_MARK, '')).split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    const { field, value } = readLine(line);
    if (field === 'sitemap') {
      if (value !== '') sitemaps.push(value);
    } else if (field === 'agent') {
      if (group === null || !namingAgents) {
        group = { agents: [], rules: [], crawlDelaySeconds: null };
        groups.push(group);
      }
      group.agents.push(namedAgent(value));
      namingAgents = true;
    } else if (field !== null && group !== null) {
      if (addToGroup(group, field, value, index + 1)) namingAgents = false;
    }
  }
  return { groups, sitemaps };
}

/** A longer pause than a day would outlast any run, and the timers that wait for it. */
const MAX_DELAY_SECONDS = 86_400;

/** Seconds, with a fraction after a point or comma. */
function readDelay(value: string): number | null {
  const seconds = /^\d{1,12}(?:[.,]\d{1,12})?|^[.,]\d{1,12}/.exec(value)?.[0];
  return seconds === undefined ? null : Math.min(Number(seconds.replace(',', '.')), MAX_DELAY_SECONDS);
}

function longer(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** The agent's own groups merged; without any, those of "*" (RFC 9309 §2.2.1). `agent` is a product token or a whole user agent. */
export function rulesFor(robots: Robots, agent: string): AgentRules {
  const token = productToken(agent);
  const own = token === '' ? [] : robots.groups.filter(({ agents }) => agents.includes(token));
  const groups = own.length > 0 ? own : robots.groups.filter(({ agents }) => agents.includes('*'));
  const [first] = groups;
  return {
    group: first === undefined ? null : own.length > 0 ? token : '*',
    rules: groups.flatMap(({ rules }) => rules),
    crawlDelaySeconds: groups.reduce<number | null>(
      (delay, each) => longer(delay, each.crawlDelaySeconds),
      null,
    ),
  };
}

/**
 * Longest match wins, allow wins a tie, no match allows (RFC 9309 §2.2.2). As a page, /robots.txt is judged like any other;
 * to be read as what it is, nobody asks here.
 */
export function decide({ rules }: AgentRules, url: string): Decision {
  const path = urlPath(url);
  let best: RobotsRule | null = null;
  for (const rule of rules) {
    const { length } = rule.pattern;
    if (best !== null && (length < best.pattern.length || (length === best.pattern.length && best.allow)))
      continue;
    if (matchesPath(rule.pattern, path)) best = rule;
  }
  return { allowed: best?.allow ?? true, rule: best };
}

export function isAllowed(robotsTxt: string, agent: string, url: string): boolean {
  return decide(rulesFor(parseRobots(robotsTxt), agent), url).allowed;
}
