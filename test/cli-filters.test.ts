/** `extract`, `screen` and `robots`: JSON lines in, one answer a line out in the shape that others rely on, and every bad line named. */
import { describe, expect, it } from 'vitest';
import { type CliResult, runCli } from './support/run-cli.ts';

const PAGES = new URL('./cases/pages', import.meta.url).pathname;
const JSONL = (rows: readonly unknown[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

const filter = async (name: string, rows: readonly unknown[]) => {
  const input = JSONL(rows);
  const result: CliResult = await runCli([name], {}, { input });
  const answers = result.output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { ...result, answers };
};

describe('extract', () => {
  const url = 'https://targ.example/oferta/mikroskop-szkolny-14567890123';
  const file = `${PAGES}/allegro-like-detail-pl/page.html`;

  it('answers with kind, listings and next page, and takes what else a line says', async () => {
    const { answers, exit, remarks } = await filter('extract', [{ id: 'a', url, file, note: 'mine' }]);
    expect([exit, remarks]).toEqual(['ok', '']);
    expect(answers.map((each) => Object.keys(each))).toEqual([['id', 'kind', 'listings', 'next']]);
    expect(answers[0]).toMatchObject({ id: 'a', kind: 'detail', next: null });
    const [listing] = answers[0].listings;
    expect(Object.keys(listing).toSorted()).toEqual([
      ...['attributes', 'availability', 'contacts', 'description', 'externalId', 'images', 'language'],
      ...['location', 'postedAt', 'price', 'quantity', 'seller', 'source', 'title', 'url'],
    ]);
    expect(listing).toMatchObject({ title: 'Mikroskop szkolny 400x', price: { amount: '219.99' } });
  });

  it('names what it cannot read, goes on, and says so by its exit code', async () => {
    const { answers, exit, remarks } = await filter('extract', [
      ...['{', { id: 2, url, file: `${PAGES}/none.html` }, { id: 3, url: 'ftp://a.example/', file }],
      ...[
        { id: 4, url, file, site: 'nowhere' },
        { id: 5, url, file },
      ],
    ]);
    expect(exit).toBe('input');
    expect(answers.map(({ id }) => id)).toEqual([5]);
    for (const says of ['line 1 refused', '2 refused: ', 'line 3 refused', '4 refused: '])
      expect(remarks).toContain(says);
    expect(remarks).toContain('no site file has the id "nowhere"');
  });
});

describe('screen', () => {
  it('answers with verdict, score, hits, reasons and the list, and spans that cut out what was found', async () => {
    const text = '4-piperidone 99% for sale, discreet shipping, contact WhatsApp, price 200 USD per kg';
    const { answers, exit } = await filter('screen', [
      { id: 1, title: 'For sale', text },
      { id: 2, text: 'Garden chairs' },
      { id: 3 },
    ]);
    expect(exit).toBe('input');
    const shape = ['id', 'verdict', 'score', 'hits', 'reasons', 'watchlist'];
    expect(answers.map((each) => Object.keys(each))).toEqual([shape, shape]);
    expect(answers.map(({ id, verdict }) => [id, verdict])).toEqual([
      [1, 'alert'],
      [2, 'clear'],
    ]);
    expect(answers[0].hits.length).toBeGreaterThan(0);
    for (const hit of answers[0].hits) {
      expect(hit).toMatchObject({ substance: '4-piperidone', field: 'text' });
      expect(text.slice(hit.start, hit.end)).toBe(hit.text);
    }
  });

  it('takes texts from the command line in place of standard input', async () => {
    const texts = ['4-piperidone 99% for sale, discreet shipping, price 200 USD per kg', 'Garden chairs'];
    const { output, exit } = await runCli(['screen', ...texts], {}, { input: 'not read' });
    const answers = output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(exit).toBe('ok');
    expect(answers.map(({ id, verdict }) => [id, verdict])).toEqual([
      [1, 'alert'],
      [2, 'clear'],
    ]);
  });
});

describe('robots', () => {
  it('answers allowed or not, and refuses a line that lacks something', async () => {
    const robots = 'User-agent: *\nDisallow: /cart';
    const ask = (id: number, path: string) => ({
      ...{ id, robots, agent: 'precursor-watch', url: `https://shop.example${path}` },
    });
    const { answers, exit, remarks } = await filter('robots', [ask(1, '/cart'), ask(2, '/a'), { id: 3 }]);
    expect(answers).toEqual([
      { id: 1, allowed: false },
      { id: 2, allowed: true },
    ]);
    expect(exit).toBe('input');
    expect(remarks).toContain('line 3 refused');
  });
});
