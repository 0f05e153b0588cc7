/** Files and reports: what is in them, that no cell becomes a formula, masks, markings, and that each is put on record. */
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertDetail } from '../src/model/api.ts';
import { auditPage } from '../src/model/audit.ts';
import { MARKINGS } from '../src/model/export-api.ts';
import { csvLine } from '../src/review/csv.ts';
import { openTestServer, type TestServer } from './support/open-test-server.ts';
import { seedAlerts } from './support/seed-alerts.ts';

const PHONE = { kind: 'phone', value: '+8613812345678', raw: '138 1234 5678' } as const;
const PERSONAL = /1234 5678|13812345678/;

/** The rows of a file as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g);
  for (const [all, quoted, plain = '', end] of cells) {
    if (all === '') break;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('a line of a table', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =1',
    '\n=1',
    '＝1',
    '|cmd',
    "%0A-3+3+cmd|' /C calc'!D2",
  ])('never begins a cell like a formula: %j', (value) => {
    expect(parseCsv(csvLine([value]))).toEqual([[`'${value}`]]);
  });

  it('keeps everything else as it is, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (values) => {
        const [row = []] = parseCsv(csvLine(values));
        expect(row).toHaveLength(values.length);
        for (const [index, cell] of row.entries()) {
          expect([values[index], `'${values[index]}`]).toContain(cell);
          expect(cell).not.toMatch(/^[\s]*[=+\-@]/);
        }
      }),
    );
  });

  it('leaves numbers and what is not known bare', () => {
    expect(csvLine([-1.5, null, 'x'])).toBe('-1.5,,"x"\r\n');
  });
});

describe('an export', () => {
  let test: TestServer;
  let ids: number[];
  let analyst: string;

  beforeAll(async () => {
    test = await openTestServer();
    ids = await seedAlerts(test.db, [
      {
        severity: 'critical',
        listing: {
          title: '=HYPERLINK("https://evil.invalid","4-Piperidone")',
          description: 'Call 138 1234 5678. 4-Piperidone, "quoted", 价格 пиперидон',
          contacts: [PHONE],
        },
      },
      { severity: 'low', listing: { title: 'Second\u202e\u0000 4-Piperidone' } },
    ]);
    analyst = await test.signIn('analyst');
    const body = { outcome: 'confirmed', reason: 'offers-listed-substance', note: 'Seen', revision: 1 };
    await test.post(`/api/v1/alerts/${ids[0]}/decisions`, body, analyst);
  });
  afterAll(async () => {
    await test[Symbol.asyncDispose]();
  });

  const make = (body: object, cookie = analyst) =>
    test.post('/api/v1/exports', { marking: 'TLP:AMBER', target: { alerts: ids }, ...body }, cookie);

  it('as CSV has a marked row for each alert, and opens as text', async () => {
    const answer = await make({ format: 'csv' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="precursor-watch-2026-02-01-TLP-AMBER.csv"',
    );
    expect(answer.text.startsWith('\ufeff')).toBe(true);
    const [head = [], ...rows] = parseCsv(answer.text.slice(1));
    const records = rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])));
    expect(records).toMatchObject([
      {
        marking: 'TLP:AMBER',
        alert: String(ids[0]),
        title: `'=HYPERLINK("https://evil.invalid","4-Piperidone")`,
        outcome: 'confirmed',
        reason: 'offers-listed-substance',
        'decided by': 'analyst',
        terms: '4-Piperidone',
        law: 'UN 1988 Table I 2024-12-03 in-force',
      },
      { alert: String(ids[1]), outcome: '', severity: 'low' },
    ]);
    expect(answer.text).not.toMatch(PERSONAL);
  });

  it('as JSON lines holds each alert as the interface gives it', async () => {
    const lines = (await make({ format: 'jsonl', marking: 'TLP:GREEN' })).text.trim().split('\n');
    expect(lines).toHaveLength(2);
    for (const [index, line] of lines.entries()) {
      const { alert, ...head } = JSON.parse(line) as { alert: unknown };
      expect(head).toEqual({
        marking: 'TLP:GREEN',
        exportedBy: 'analyst',
        exportedAt: test.time.now.toISOString(),
      });
      expect(alertDetail.parse(alert).id).toBe(ids[index]);
    }
    expect(lines.join('')).not.toMatch(PERSONAL);
  });

  it.each([
    { name: 'a seller', target: async () => ({ seller: await sellerOf(0) }), expected: [0] },
    { name: 'a query', target: async () => ({ state: 'all', filters: { severity: 'low' } }), expected: [1] },
    { name: 'what waits', target: async () => ({ filters: {} }), expected: [1] },
  ])('of $name has its alerts', async ({ target, expected }) => {
    const lines = (await make({ format: 'jsonl', target: await target() })).text.trim().split('\n');
    expect(
      lines.map((line) => ids.indexOf((JSON.parse(line) as { alert: { id: number } }).alert.id)),
    ).toEqual(expected);
  });
  const sellerOf = async (index: number) =>
    alertDetail.parse((await test.get(`/api/v1/alerts/${ids[index]}`, analyst)).json()).sellerId;

  it.each(MARKINGS)('as a PDF carries %s on every page, its words and its data', async (marking) => {
    const body = { format: 'pdf', marking, target: { alerts: ids } };
    const answer = await test.server.inject({
      method: 'POST',
      url: '/api/v1/exports',
      payload: body,
      headers: { cookie: analyst },
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    const pdf = readPdf(answer.rawPayload);
    expect(pdf.pages).toBe(3);
    expect(pdf.text.split(marking).length - 1).toBe(2 * pdf.pages);
    expect(pdf.text).toContain(`Alert ${ids[0]}`);
    expect(pdf.text).toContain('UN 1988, Table I: 2024-12-03 (in-force)');
    expect(pdf.text).toContain('Offers a listed substance by name');
    // Not Latin, and what would turn the line round, is written by number; the attached file has it as it was.
    expect(pdf.text).toContain('[U+4EF7][U+683C]');
    expect(pdf.text).toContain('[U+202E]');
    const attached =
      pdf.streams.find((stream) => stream.startsWith('{"marking"')) ?? expect.fail('nothing attached');
    const data = JSON.parse(attached) as { alerts: unknown[] };
    expect(data.alerts.map((alert) => alertDetail.parse(alert).id)).toEqual(ids);
    expect(attached).toContain('价格 пиперидон');
    expect(pdf.text + pdf.streams.join('')).not.toMatch(PERSONAL);
  });

  it('shows contacts with a reason only, and only to a role that sees them', async () => {
    const revealed = { format: 'jsonl', contacts: 'revealed' };
    expect((await make(revealed)).status).toBe(422);
    const answer = await make({ ...revealed, reason: 'Request 12/2026' });
    expect(answer.text).toMatch(PERSONAL);
    // Asking for one's own screen does not unmask a file.
    await test.post(`/api/v1/alerts/${ids[0]}/reveal`, { reason: 'Request 12/2026' }, analyst);
    expect((await make({ format: 'jsonl' })).text).not.toMatch(PERSONAL);
    expect((await make({ format: 'csv' }, await test.signIn('viewer'))).status).toBe(403);
    expect((await make({ format: 'csv' }, await test.signIn('operator'))).status).toBe(403);
  });

  it('is put on record with what it held and how it was marked, before it is sent', async () => {
    const log = await test.get('/api/v1/audit?action=export.make&limit=500', await test.signIn('auditor'));
    const { items } = auditPage.parse(log.json());
    const seen = items.filter(({ detail }) => detail['contacts'] === 'revealed');
    expect(seen.map(({ detail }) => detail)).toMatchObject([{ reason: 'Request 12/2026', revealed: ids }]);
    expect(items.at(-1)?.detail).not.toHaveProperty('revealed');
    expect(items.at(-1)).toMatchObject({
      actor: 'analyst',
      detail: { format: 'csv', marking: 'TLP:AMBER', alerts: 2 },
    });
    expect(log.text).not.toMatch(PERSONAL);
  });

  it.each([
    { name: 'no marking', body: { marking: undefined }, status: 400 },
    { name: 'an unknown marking', body: { marking: 'TLP:WHITE' }, status: 400 },
    { name: 'nothing in it', body: { target: { filters: { text: 'nothing like it' } } }, status: 404 },
    {
      name: 'more than a report can hold',
      body: { format: 'pdf', target: { alerts: range(51) } },
      status: 422,
    },
  ])('with $name is refused', async ({ body, status }) => {
    expect((await make({ format: 'csv', ...body })).status).toBe(status);
  });
});

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index + 1);
}

/** Its text as the built-in fonts write it (hexadecimal, Windows-1252), in order; kerning splits it, so that is undone. */
function readPdf(bytes: Buffer): { pages: number; text: string; streams: string[] } {
  const raw = bytes.toString('latin1');
  const streams: string[] = [];
  for (const match of raw.matchAll(/stream\r?\n/g)) {
    const from = match.index + match[0].length;
    const end = raw.indexOf('endstream', from);
    const content = bytes.subarray(from, end);
    try {
      streams.push(inflateSync(content).toString('utf8'));
    } catch {
      // Not compressed, such as a colour profile: nothing to read in it.
    }
  }
  const lines = streams.flatMap((stream) =>
    [...stream.matchAll(/\[([^\]]*)\] TJ/g)].map((array) =>
      [...(array[1] ?? '').matchAll(/<([0-9a-f]*)>/g)]
        .map((hex) => Buffer.from(hex[1] ?? '', 'hex').toString('latin1'))
        .join(''),
    ),
  );
  return { pages: raw.match(/\/Type \/Page\b/g)?.length ?? 0, text: lines.join('\n'), streams };
}
