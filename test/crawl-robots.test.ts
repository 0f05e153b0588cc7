/** robots.txt rules against cases of RFC 9309 and of what sites really write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decide,
  decodeRobots,
  isAllowed,
  parseRobots,
  ROBOTS_MAX_BYTES,
  rulesFor,
} from '../crawlers/robots.ts';
import cases from './cases/robots.json' with { type: 'json' };
import { oracleAllows } from './support/robots-oracle.ts';

describe('isAllowed', () => {
  it.each(cases)('$name', ({ robots, agent, urls }) => {
    const answers = Object.keys(urls).map((url) => [url, isAllowed(robots, agent, url)]);
    expect(Object.fromEntries(answers)).toEqual(urls);
  });

  it('has a name of its own for each case', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('reads 500 KiB and no half line after them', () => {
    const head = 'User-agent: *\nDisallow: /before\n';
    const filler = `${'#'.repeat(99)}\n`.repeat(Math.floor((ROBOTS_MAX_BYTES - head.length) / 100));
    const pad = '#'.repeat(ROBOTS_MAX_BYTES - head.length - filler.length - '\nDisallow: /cut'.length);
    const robots = `${head}${filler}${pad}\nDisallow: /cut-in-two\nDisallow: /after\n`;
    expect(isAllowed(robots, 'bot', '/before')).toBe(false);
    expect(isAllowed(robots, 'bot', '/cut')).toBe(true);
    expect(isAllowed(robots, 'bot', '/cut-in-two')).toBe(true);
    expect(isAllowed(robots, 'bot', '/after')).toBe(true);
  });

  it('answers wildcards without backtracking', () => {
    const robots = `User-agent: *\nDisallow: /${'*a'.repeat(5000)}$\n`;
    expect(isAllowed(robots, 'bot', `/${'a'.repeat(4000)}b`)).toBe(true);
    expect(isAllowed(robots, 'bot', `/${'a'.repeat(5000)}`)).toBe(false);
  });

  it('cuts a line that is longer than any address', () => {
    const long = `/x/${'a'.repeat(16_650)}`;
    const robots = `user-agent: bot\ndisallow: ${long}/qux\nallow: /x/${'b'.repeat(16_000)}/but\n`;
    expect(isAllowed(robots, 'bot', `https://shop.example${long.slice(0, 16_653)}/other`)).toBe(false);
    expect(isAllowed(robots, 'bot', 'https://shop.example/x/a')).toBe(true);
  });

  it('forbids everything under a forbidden prefix, whatever follows it', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webQueryParameters(), (path, query) => {
        const robots = 'User-agent: *\nDisallow: /closed\n';
        // A path of dot segments may leave the folder, and then it is not under it.
        const url = new URL(`https://shop.example/closed${path}?${query}`);
        expect(isAllowed(robots, 'bot', url.href)).toBe(!url.pathname.startsWith('/closed'));
      }),
    );
  });

  it('agrees with a plain expression on patterns of letters, stars and an end mark', () => {
    const part = fc
      .array(fc.constantFrom('a', 'b', '*', '/'), { maxLength: 6 })
      .map((chars) => chars.join(''));
    fc.assert(
      fc.property(part, fc.boolean(), part, (pattern, anchored, text) => {
        const path = `/${text.replaceAll('*', 'c')}`;
        const expression = new RegExp(`^/${pattern.replaceAll('*', '.*')}${anchored ? '$' : ''}`);
        const robots = `User-agent: *\nDisallow: /${pattern}${anchored ? '$' : ''}\n`;
        expect(isAllowed(robots, 'bot', `https://shop.example${path}`)).toBe(!expression.test(path));
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with a plain reading on files of every shape', () => {
    const agents = [
      'bot',
      'Bot',
      'bot-images',
      'b_b',
      '*',
      '* x',
      '*bot',
      'bot*',
      'bot7',
      'bot/2',
      'bot x',
      '',
    ];
    const fields = [
      ...['User-agent', 'user-agent', 'Useragent', 'user agent', 'User-agents', 'Agent'],
      ...['Allow', 'ALLOW', 'Allowed', 'Alow', 'Disallow', 'disallow', 'Disalow', 'Dissallow', 'Disallaw'],
      ...['Sitemap', 'Crawl-delay', 'Noindex', '', '<br>'],
    ];
    const path = fc
      .array(fc.constantFrom('/', '/', 'a', 'b', '*', '$', '?', '=', 'index.html', '/index.htm'), {
        maxLength: 6,
      })
      .map((parts) => parts.join(''));
    const line = fc
      .tuple(
        fc.constantFrom('', '', ' ', '\t'),
        fc.constantFrom(...fields),
        fc.constantFrom(':', ': ', ': ', ' : ', ' ', '\t', ''),
        fc.oneof(fc.constantFrom(...agents), path),
        fc.constantFrom('', '', ' ', ' # note', '#note'),
        fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n'),
      )
      .map((parts) => parts.join(''));
    const asked = fc.constantFrom('bot', 'BOT', 'bot-images', 'b_b', 'other');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), asked, path, (lines, agent, text) => {
        const robots = lines.join('');
        // An empty query is not sent; a case of its own says so.
        const asks = `/${text.replace(/[*$]/g, 'c').replace(/\?+$/, '')}`;
        expect(isAllowed(robots, agent, `https://shop.example${asks}`)).toBe(
          oracleAllows(robots, agent, asks),
        );
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    ['lines without an end', `${'Disallow: /a'.repeat(40_000)}\n`.repeat(2)],
    ['stars', `Disallow: /${'*'.repeat(500_000)}\n`.repeat(2)],
    ['blanks', `Disallow:${' '.repeat(500_000)}/a\n`.repeat(2)],
    ['blanks in the middle', `Disallow: /a${' '.repeat(500_000)}b\n`.repeat(2)],
    ['blanks for a colon', `Disallow${' \t'.repeat(250_000)}x y\n`.repeat(2)],
    ['colons', `${':'.repeat(500_000)}\n`.repeat(2)],
    ['comments', `${'#'.repeat(500_000)}\n`.repeat(2)],
    ['blank lines', '\n'.repeat(1_000_000)],
    ['line ends of one kind', '\r'.repeat(1_000_000)],
    ['escapes', `Disallow: /${'%c3'.repeat(160_000)}\n`.repeat(2)],
    ['dots', `Disallow: /${'.'.repeat(500_000)}\n`.repeat(2)],
    ['groups', 'User-agent: bot\nUser-agent: other\nDisallow: /a\n'.repeat(25_000)],
    ['rules', 'Disallow: /*a*b*c$\n'.repeat(55_000)],
    ['permissions of index pages', 'Allow: /*/a/*/index.html\n'.repeat(40_000)],
  ])('a megabyte of %s is read', (_name, body) => {
    const robots = `User-agent: bot\nDisallow: /first\n${body}`;
    const parsed = rulesFor(parseRobots(robots), 'bot');
    expect(decide(parsed, 'https://shop.example/first').allowed).toBe(false);
    expect(decide(parsed, `https://shop.example/${'a'.repeat(8000)}`).rule?.line ?? 3).toBeGreaterThan(2);
  });
});

describe('decide', () => {
  const rules = rulesFor(
    parseRobots(
      '# ours\r\nUser-agent: bot\r\n\r\nDisallow: /a # not this\r\nAllow: /a/b\r\nAllow: /c/index.html\r\n',
    ),
    'bot/1.0 (+mailto:someone@agency.example)',
  );

  it.each([
    ['/a/x', { allowed: false, line: 4, path: '/a' }],
    ['/a/b/c', { allowed: true, line: 5, path: '/a/b' }],
    ['/c/', { allowed: true, line: 6, path: '/c/index.html' }],
    ['/d', { allowed: true, line: null, path: null }],
  ])('names the line that decides on %s', (path, expected) => {
    const { allowed, rule } = decide(rules, `https://shop.example${path}`);
    expect({ allowed, line: rule?.line ?? null, path: rule?.path ?? null }).toEqual(expected);
  });

  it.each([
    ['its own', 'User-agent: bot\nAllow: /\nUser-agent: *\nAllow: /\n', 'bot'],
    ['the star group', 'User-agent: *\nAllow: /\n', '*'],
    ['no group', 'User-agent: other\nAllow: /\n', null],
  ])('says that %s holds', (_name, robots, group) => {
    expect(rulesFor(parseRobots(robots), 'bot').group).toBe(group);
  });
});

describe('decodeRobots', () => {
  it.each([
    ['a whole byte order mark', [0xef, 0xbb, 0xbf], false],
    ['two bytes of one', [0xef, 0xbb], false],
    ['one byte of one', [0xef], false],
    ['none', [], false],
    ['another mark', [0xef, 0x11, 0xbf], true],
    ['the end of one', [0xbf], true],
  ])('reads a file behind %s', (_name, mark, allowed) => {
    const body = Buffer.concat([Buffer.from(mark), Buffer.from('User-agent: *\nDisallow: /läden\n')]);
    expect(isAllowed(decodeRobots(body), 'bot', 'https://shop.example/l%C3%A4den')).toBe(allowed);
  });

  it('reads an empty file', () => {
    expect(decodeRobots(new Uint8Array())).toBe('');
  });
});

describe('parseRobots', () => {
  it('finds sitemaps wherever they stand', () => {
    const robots = parseRobots(
      'Sitemap: https://a.example/1.xml\nUser-agent: *\nsitemap:https://a.example/2.xml\nDisallow: /\n',
    );
    expect(robots.sitemaps).toEqual(['https://a.example/1.xml', 'https://a.example/2.xml']);
  });

  it.each([
    [
      'of the own group',
      'User-agent: *\nCrawl-delay: 9\nDisallow:\nUser-agent: bot\nCrawl-delay: 2.5\n',
      2.5,
    ],
    [
      'the longest of agents that no rule parts',
      'User-agent: *\nCrawl-delay: 9\nUser-agent: bot\nCrawl-delay: 2\n',
      9,
    ],
    ['of the star group', 'User-agent: *\nCrawl-delay: 9\n', 9],
    ['none', 'User-agent: *\nDisallow: /\n', null],
    [
      'the longest of merged groups',
      'User-agent: bot\nCrawl-delay: 3\nUser-agent: x\nDisallow: /\nUser-agent: bot\nCrawl-delay: 7\n',
      7,
    ],
    ['with a unit behind it', 'User-agent: *\nCrawl-delay: 10s\n', 10],
    ['no number', 'User-agent: *\nCrawl-delay: soon\n', null],
    ['a fraction without a whole', 'User-agent: *\nCrawl-delay: .5\n', 0.5],
    ['a comma for a point', 'User-agent: *\nCrawl-delay: 1,5\n', 1.5],
    ['without a hyphen', 'User-agent: *\nCrawldelay: 4\n', 4],
    ['longer than a day', 'User-agent: *\nCrawl-delay: 99999999999999999999\n', 86_400],
    [
      'before the list of agents goes on',
      'User-agent: bot\nCrawl-delay : 6\nUser-agent: x\nDisallow: /\n',
      6,
    ],
    ['negative', 'User-agent: *\nCrawl-delay: -1\n', null],
    ['outside any group', 'Crawl-delay: 4\nUser-agent: *\nDisallow: /\n', null],
  ])('crawl delay: %s', (_name, robots, seconds) => {
    expect(rulesFor(parseRobots(robots), 'bot').crawlDelaySeconds).toBe(seconds);
  });
});
