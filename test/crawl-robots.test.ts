/** robots.txt rules against cases of RFC 9309 and of what sites really write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowed, parseRobots, ROBOTS_MAX_BYTES, rulesFor } from '../crawlers/robots.ts';
import cases from './cases/robots.json' with { type: 'json' };

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
    ['negative', 'User-agent: *\nCrawl-delay: -1\n', null],
    ['outside any group', 'Crawl-delay: 4\nUser-agent: *\nDisallow: /\n', null],
  ])('crawl delay: %s', (_name, robots, seconds) => {
    expect(rulesFor(parseRobots(robots), 'bot').crawlDelaySeconds).toBe(seconds);
  });
});
