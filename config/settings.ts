/** The settings of the process, read and checked. The only place that reads the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import { OperatorError } from '../src/model/errors.ts';
import { strangeLine } from './env-lines.ts';
import { type HTML_READERS, type LOG_LEVELS, SETTINGS } from './setting-table.ts';
import { NO_UTF8, utf8Text } from './utf8-text.ts';

const PREFIX = 'PRECURSOR_';

/** Where it is in the data folder. */
const FACTOR_KEY = 'keys/second-factor.key';

export type SettingName = keyof typeof SETTINGS;

export type Settings = {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly chromiumPath: string | null;
  readonly htmlReader: (typeof HTML_READERS)[number];
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly contact: string | null;
  /** Absolute paths. */
  readonly dataFolder: string;
  readonly sitesFolder: string;
  /** Of later ones what they say stands over what earlier ones say. */
  readonly watchlistFolders: readonly string[];
  readonly notifiersFile: string;
  readonly smtpUrl: string | null;
  readonly smtpFrom: string | null;
  readonly baseUrl: string | null;
  readonly heartbeatUrl: string | null;
  readonly practice: 'auto' | 'on' | 'off';
  readonly practiceDay: number;
  readonly concurrency: number;
  readonly tickSeconds: number;
  readonly pageBytes: number;
  readonly pageSeconds: number;
  readonly alertsPerRun: number;
  readonly picturesPerRun: number;
  readonly screenshots: boolean;
  readonly secureCookies: boolean;
  readonly factorKeyFile: string;
  readonly proxies: readonly string[];
  readonly retention: {
    readonly clearDays: number;
    readonly watchDays: number;
    readonly alertDays: number;
    readonly confirmedDays: number;
    readonly ledgerDays: number;
    readonly captureBytes: number;
  };
};

function read<N extends SettingName>(
  name: N,
  env: NodeJS.ProcessEnv,
): z.infer<(typeof SETTINGS)[N]['schema']> | null {
  const setting = SETTINGS[name];
  const given = env[name]?.trim() || setting.default;
  if (given === null) return null;
  const parsed = setting.schema.safeParse(given);
  if (parsed.success) return parsed.data as z.infer<(typeof SETTINGS)[N]['schema']>;
  const why = parsed.error.issues[0]?.message ?? 'is not valid';
  // The value itself is not repeated: a database URL holds a password.
  throw new OperatorError('config', `Setting ${name} is refused: ${why}.`, `It is the ${setting.meaning}.`);
}

function required<N extends SettingName>(
  name: N,
  env: NodeJS.ProcessEnv,
): NonNullable<ReturnType<typeof read<N>>> {
  const value = read(name, env);
  if (value === null) throw new Error(`setting ${name} has neither value nor default`);
  return value as NonNullable<ReturnType<typeof read<N>>>;
}

function refuseUnknown(env: NodeJS.ProcessEnv): void {
  const known = Object.keys(SETTINGS);
  const unknown = Object.keys(env).find((name) => name.startsWith(PREFIX) && !known.includes(name));
  if (unknown === undefined) return;
  const ours = known.filter((name) => name.startsWith(PREFIX)).join(', ');
  throw new OperatorError('config', `Setting ${unknown} is unknown.`, `Known ones are ${ours}.`);
}

function watchlistFolders(root: string, env: NodeJS.ProcessEnv): string[] {
  const own = read('PRECURSOR_WATCHLIST_OWN', env);
  const folders = [required('PRECURSOR_WATCHLIST', env), ...(own === null ? [] : [own])];
  return folders.map((folder) => resolve(root, folder));
}

/**
 * A place that is named must be there. A default may be missing; but with a typing error in its name every site would
 * be retired, or nobody be told of anything, and all would look well.
 */
function named(
  name: 'PRECURSOR_SITES' | 'PRECURSOR_NOTIFIERS',
  root: string,
  env: NodeJS.ProcessEnv,
): string {
  const path = resolve(root, required(name, env));
  if (!env[name]?.trim() || existsSync(path)) return path;
  throw new OperatorError(
    'config',
    `Setting ${name} is refused: there is no ${path}.`,
    `It is the ${SETTINGS[name].meaning}: make it, or correct the setting.`,
  );
}

function factorKeyFile(root: string, dataFolder: string, env: NodeJS.ProcessEnv): string {
  const named = read('PRECURSOR_SECOND_FACTOR_KEY_FILE', env);
  return named === null ? join(dataFolder, FACTOR_KEY) : resolve(root, named);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isHttps(url: string | null): boolean {
  return url !== null && new URL(url).protocol === 'https:';
}

/**
 * Takes over the variables of the file `.env`, if there is one; what the environment says already stays. What an editor of
 * Windows puts in front of them is no part of the first name.
 * @throws OperatorError 'config' when it is there and cannot be read, or a line of it not: without it another database may be meant
 */
export function loadEnvFile(root: string, env: NodeJS.ProcessEnv = process.env): void {
  const file = join(root, '.env');
  const text = envText(file).replace(/^\uFEFF/, '');
  const strange = strangeLine(text);
  if (strange !== null)
    // Its content is not repeated: it may be a secret.
    throw new OperatorError(
      'config',
      `Line ${strange} of ${file} is neither NAME=value nor a remark.`,
      'Write it so, or put "#" in front of it.',
    );
  for (const [name, value] of Object.entries(parseEnv(text))) env[name] ??= value;
}

function envText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT') return '';
    const remedy =
      'Let the account that runs this read it (chown, chmod), or take it away and set the variables otherwise.';
    throw new OperatorError('config', `The settings in ${file} cannot be read (${code}).`, remedy, {
      cause: error,
    });
  }
  const read = utf8Text(bytes);
  if (read.text !== null) return read.text;
  const place = read.badLine === null ? file : `${file}:${read.badLine}`;
  throw new OperatorError('config', `The settings in ${place} are no UTF-8 text.`, NO_UTF8.remedy);
}

/** A secret that was not filled in would otherwise lead to the bundled database, which is another one. */
function refuseEmptyDatabase({ DATABASE_URL }: NodeJS.ProcessEnv): void {
  if (DATABASE_URL?.trim() !== '') return;
  throw new OperatorError(
    'config',
    'Setting DATABASE_URL is refused: it is empty.',
    `It is the ${SETTINGS.DATABASE_URL.meaning}: name one, or unset it.`,
  );
}

/**
 * Reads and checks all settings; relative folders are taken from `root`.
 * @throws OperatorError 'config' naming the first variable that is unknown or ill-typed.
 */
export function readSettings(root: string, env: NodeJS.ProcessEnv = process.env): Settings {
  refuseUnknown(env);
  refuseEmptyDatabase(env);
  const host = required('HOST', env);
  const secure = required('PRECURSOR_SECURE_COOKIES', env);
  const baseUrl = read('PRECURSOR_BASE_URL', env);
  const dataFolder = resolve(root, required('PRECURSOR_DATA', env));
  return {
    host,
    port: required('PORT', env),
    databaseUrl: read('DATABASE_URL', env),
    redisUrl: read('REDIS_URL', env),
    chromiumPath: read('CHROMIUM_PATH', env),
    htmlReader: required('HTML_READER', env),
    logLevel: required('LOG_LEVEL', env),
    contact: read('PRECURSOR_CONTACT', env),
    dataFolder,
    sitesFolder: named('PRECURSOR_SITES', root, env),
    watchlistFolders: watchlistFolders(root, env),
    notifiersFile: named('PRECURSOR_NOTIFIERS', root, env),
    smtpUrl: read('PRECURSOR_SMTP_URL', env),
    smtpFrom: read('PRECURSOR_SMTP_FROM', env),
    baseUrl,
    heartbeatUrl: read('PRECURSOR_HEARTBEAT_URL', env),
    practice: required('PRECURSOR_PRACTICE', env),
    practiceDay: required('PRECURSOR_PRACTICE_DAY', env),
    concurrency: required('PRECURSOR_CONCURRENCY', env),
    tickSeconds: required('PRECURSOR_TICK_SECONDS', env),
    pageBytes: required('PRECURSOR_PAGE_BYTES', env),
    pageSeconds: required('PRECURSOR_PAGE_SECONDS', env),
    alertsPerRun: required('PRECURSOR_ALERTS_PER_RUN', env),
    picturesPerRun: required('PRECURSOR_PICTURES_PER_RUN', env),
    screenshots: required('PRECURSOR_SCREENSHOTS', env) === 'on',
    retention: {
      clearDays: required('PRECURSOR_KEEP_CLEAR_DAYS', env),
      watchDays: required('PRECURSOR_KEEP_WATCH_DAYS', env),
      alertDays: required('PRECURSOR_KEEP_ALERT_DAYS', env),
      confirmedDays: required('PRECURSOR_KEEP_CONFIRMED_DAYS', env),
      ledgerDays: required('PRECURSOR_KEEP_LEDGER_DAYS', env),
      captureBytes: required('PRECURSOR_CAPTURE_GIGABYTES', env) * 1e9,
    },
    proxies: read('PRECURSOR_PROXIES', env) ?? [],
    factorKeyFile: factorKeyFile(root, dataFolder, env),
    secureCookies: secure === 'on' || (secure === 'auto' && (!isLoopback(host) || isHttps(baseUrl))),
  };
}
