/** What answers mean to a guest: content, a way on, a closed door, and for how long. */
import { describe, expect, it } from 'vitest';
import { meaningOf, retryAfterSeconds, wantsBody } from '../crawlers/answer-meaning.ts';
import type { Answer } from '../src/net/http-client.ts';

function answer(status: number, headers: Record<string, string> = {}, body = 'x'): Answer {
  return { kind: 'answer', status, headers, robotsTags: [], body: Buffer.from(body) };
}

describe('an answer', () => {
  it.each([
    [answer(200, { 'content-type': 'text/html' }), 'content'],
    [answer(200, { 'content-type': 'TEXT/HTML; charset=klingon' }), 'content'],
    [answer(200, { 'content-type': 'application/xhtml+xml;charset="x' }), 'content'],
    [answer(206, { 'content-type': 'text/plain' }), 'content'],
    [answer(200), 'content'],
    [answer(200, {}, 'a\0b'), 'unsupported-type'],
    [answer(200, { 'content-type': 'application/pdf' }), 'unsupported-type'],
    [answer(200, { 'content-type': 'garbage' }), 'unsupported-type'],
    [answer(200, { 'content-type': ';;;' }), 'content'],
    [answer(301, { location: '/a' }), 'redirect'],
    [answer(308, { location: '' }), 'redirect'],
    [answer(304), 'failed'],
    [answer(302), 'failed'],
    [answer(400), 'failed'],
    [answer(401), 'blocked'],
    [answer(402), 'blocked'],
    [answer(403), 'blocked'],
    [answer(404), 'gone'],
    [answer(407), 'blocked'],
    [answer(410), 'gone'],
    [answer(418), 'failed'],
    [answer(429), 'blocked'],
    [answer(451), 'blocked'],
    [answer(500), 'failed'],
    [answer(503, { 'cf-mitigated': 'challenge' }), 'blocked'],
    [answer(200, { 'content-type': 'text/html', 'cf-mitigated': 'challenge' }), 'blocked'],
    [answer(302, { location: '/x', 'cf-mitigated': 'challenge' }), 'blocked'],
    [answer(999), 'blocked'],
    [answer(100), 'failed'],
  ])('%j is %s', (given, expected) => {
    const meaning = meaningOf(given);
    expect(meaning.kind === 'skip' ? meaning.reason : meaning.kind).toBe(expected);
  });

  it.each([
    [200, 'text/html', true],
    [200, 'application/json', true],
    [200, '', true],
    [200, 'image/png', false],
    [200, 'application/octet-stream', false],
    [404, 'text/html', false],
    [302, 'text/html', false],
  ])('%i %s: its body is read: %s', (status, type, wanted) => {
    expect(wantsBody(status, { 'content-type': type })).toBe(wanted);
  });
});

describe('Retry-After', () => {
  const now = new Date('2025-06-01T10:00:00Z');

  it.each<[string | undefined, number | null]>([
    [undefined, null],
    ['', null],
    ['0', 0],
    ['120', 120],
    [' 120 ', 120],
    ['120, 240', 120],
    ['00120', 120],
    ['99999999999999999999999', 30 * 86_400],
    ['-5', null],
    ['1.5', null],
    ['1e3', null],
    ['soon', null],
    ['foo 1', null],
    ['2025-06-01', null],
    ['Sun, 01 Jun 2025 10:02:00 GMT', 120],
    ['sun, 01 jun 2025 10:02:00 gmt', 120],
    ['Sunday, 01-Jun-25 10:02:00 GMT', 120],
    ['Sun Jun  1 10:02:00 2025', 120],
    ['Sun, 01 Jun 2025 09:00:00 GMT', 0],
    ['Sun, 01 Jun 2125 10:00:00 GMT', 30 * 86_400],
    ['Sun, 99 Jun 2025 10:00:00 GMT', null],
  ])('%s is %s seconds', (value, seconds) => {
    expect(retryAfterSeconds(value === undefined ? {} : { 'retry-after': value }, now)).toBe(seconds);
  });
});
