/** A slow and plain second reading of robots.txt, for URLs in one spelling: what the fast one must agree with. */

type Line = { readonly key: string; readonly value: string };

const AGENT = ['user-agent', 'useragent', 'user agent'];
const DISALLOW = ['disallow', 'dissallow', 'dissalow', 'disalow', 'diasllow', 'disallaw'];

function readLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const raw of text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n')) {
    const line = (raw.split('#')[0] ?? '').trim();
    const words = line.split(/[ \t]+/);
    const at = line.includes(':') ? line.indexOf(':') : words.length === 2 ? line.search(/[ \t]/) : -1;
    if (at > 0) lines.push({ key: line.slice(0, at).trim().toLowerCase(), value: line.slice(at + 1).trim() });
  }
  return lines;
}

/** Every way in which the pattern can begin the path is tried, letter by letter. */
function matches(pattern: string, path: string): boolean {
  let ends = new Set([0]);
  for (const [index, char] of [...pattern].entries()) {
    if (char === '$' && index === pattern.length - 1) return ends.has(path.length);
    const next = new Set<number>();
    for (const end of ends) {
      if (char === '*') for (let at = end; at <= path.length; at += 1) next.add(at);
      else if (path[end] === char) next.add(end + 1);
    }
    ends = next;
  }
  return ends.size > 0;
}

type Group = { agents: string[]; rules: { allow: boolean; pattern: string }[]; closed: boolean };

function readGroups(text: string): Group[] {
  const groups: Group[] = [];
  for (const { key, value } of readLines(text)) {
    const starts = (beginnings: string[]) => beginnings.some((each) => key.startsWith(each));
    const last = groups.at(-1);
    if (starts(AGENT)) {
      const agent = /^\*(\s|$)/.test(value) ? '*' : (/^[a-z_-]*/i.exec(value)?.[0].toLowerCase() ?? '');
      if (last === undefined || last.closed) groups.push({ agents: [agent], rules: [], closed: false });
      else last.agents.push(agent);
    } else if (last !== undefined && (key.startsWith('allow') || starts(DISALLOW))) {
      const allow = key.startsWith('allow');
      last.closed = true;
      last.rules.push({ allow, pattern: value });
      const folder = /^(.*\/)index\.htm[^/]*$/.exec(value)?.[1];
      if (allow && folder !== undefined) last.rules.push({ allow, pattern: `${folder}$` });
    }
  }
  return groups;
}

/** Whether `agent` may fetch `path`, which begins with a slash. */
export function oracleAllows(text: string, agent: string, path: string): boolean {
  const groups = readGroups(text);
  const own = groups.filter(({ agents }) => agents.includes(agent.toLowerCase()));
  const held = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'));
  const longest = (allow: boolean) =>
    Math.max(
      0,
      ...held
        .flatMap(({ rules }) => rules)
        .filter((rule) => rule.allow === allow && matches(rule.pattern, path))
        .map(({ pattern }) => pattern.length),
    );
  return longest(false) <= longest(true);
}
