/** compose.yaml hands on what an operator has written down: the file of settings, and every file of configuration. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SETTINGS } from '../config/setting-table.ts';

type Service = {
  readonly command: readonly string[];
  readonly env_file?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
};

const text = readFileSync(join(import.meta.dirname, '../compose.yaml'), 'utf8');
const { services } = parse(text, { merge: true }) as { services: Readonly<Record<string, Service>> };
const ours = ['app', 'worker'].map((name) => ({ name, service: services[name] as Service }));

/** Where the containers of compose.yaml meet, and what holds inside of the image whatever a machine's own `.env` says. */
const OF_THE_IMAGE = ['DATABASE_URL', 'REDIS_URL', 'HOST', 'PORT', 'PRECURSOR_DATA', 'CHROMIUM_PATH'];

describe.each(ours)('$name of compose.yaml', ({ service }) => {
  it('takes every setting from .env, but those that belong to the image', () => {
    expect(service.env_file).toBe('.env');
    expect(Object.keys(service.environment).sort()).toEqual([...OF_THE_IMAGE].sort());
    expect(Object.keys(SETTINGS)).toEqual(expect.arrayContaining(OF_THE_IMAGE));
  });

  it.each([
    SETTINGS.PRECURSOR_SITES.default,
    SETTINGS.PRECURSOR_WATCHLIST.default,
    SETTINGS.PRECURSOR_NOTIFIERS.default,
    'config/review.yaml',
    'config/watchlist-own',
  ])('reads %s as it lies beside it', (path) => {
    expect(service.volumes).toContain(`./${path}:/app/${path}:ro`);
  });
});
