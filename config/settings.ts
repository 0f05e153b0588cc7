/** Every setting of the process in one table: its variable, default and meaning. The only place that reads the environment. */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../src/model/errors.ts';
import {
  contact,
  httpsUrl,
  port,
  positive,
  postgresUrl,
  redisUrl,
  smtpUrl,
  webUrl,
} from './setting-shapes.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const HTML_READERS = ['own', 'htmlparser2'] as const;

const PREFIX = 'PRECURSOR_';

/** Variable → schema, default as it would be written, meaning. README's table of settings is checked against it. */
export const SETTINGS = {
  HOST: { schema: z.string().min(1), default: '127.0.0.1', meaning: 'address that the console listens on' },
  PORT: { schema: port, default: '8480', meaning: 'port of the console; 0 lets the system choose' },
  DATABASE_URL: {
    schema: postgresUrl,
    default: null,
    meaning: 'PostgreSQL to use; without it the bundled one',
  },
  REDIS_URL: {
    schema: redisUrl,
    default: null,
    meaning: 'Redis for the queues; without it PostgreSQL carries them',
  },
  CHROMIUM_PATH: {
    schema: z.string().min(1),
    default: null,
    meaning: 'browser for pages drawn by JavaScript',
  },
  HTML_READER: {
    schema: z.enum(HTML_READERS),
    default: 'own',
    meaning: 'what takes pages apart: our own pass, or htmlparser2 as a second opinion',
  },
  LOG_LEVEL: { schema: z.enum(LOG_LEVELS), default: 'info', meaning: `one of ${LOG_LEVELS.join(', ')}` },
  PRECURSOR_CONTACT: {
    schema: contact,
    default: null,
    meaning: 'e-mail or web page named in the user agent; no site of yours is crawled without it',
  },
  PRECURSOR_DATA: {
    schema: z.string().min(1),
    default: 'data',
    meaning: 'folder of the bundled database and the captures',
  },
  PRECURSOR_SITES: {
    schema: z.string().min(1),
    default: 'config/sites',
    meaning: 'folder of your site files',
  },
  PRECURSOR_WATCHLIST: {
    schema: z.string().min(1),
    default: 'config/watchlist',
    meaning: 'folder of the watch-list packs',
  },
  PRECURSOR_WATCHLIST_OWN: {
    schema: z.string().min(1),
    default: null,
    meaning: 'folder of your own packs: they add to the others and may override them',
  },
  PRECURSOR_NOTIFIERS: {
    schema: z.string().min(1),
    default: 'config/notifiers.yaml',
    meaning: 'file of who is told of alerts and alarms, and from when on something is an alarm',
  },
  PRECURSOR_SMTP_URL: {
    schema: smtpUrl,
    default: null,
    meaning: 'mail server of e-mail notifiers, such as smtps://user:password@mail.example',
  },
  PRECURSOR_SMTP_FROM: {
    schema: z.email(),
    default: null,
    meaning: 'address that mail comes from',
  },
  PRECURSOR_BASE_URL: {
    schema: webUrl,
    default: null,
    meaning: 'address of the console as people reach it, for links in messages',
  },
  PRECURSOR_HEARTBEAT_URL: {
    schema: httpsUrl,
    default: null,
    meaning: 'asked for every minute while all is well, for an outside monitor that notices silence',
  },
  PRECURSOR_PRACTICE: {
    schema: z.enum(['auto', 'on', 'off']),
    default: 'auto',
    meaning: 'practice market: auto starts it while no site of yours is configured',
  },
  PRECURSOR_PRACTICE_DAY: {
    schema: z.coerce.number().int().min(0).max(3650),
    default: '0',
    meaning: 'day of the practice market; a later day brings new, changed and removed listings',
  },
  PRECURSOR_CONCURRENCY: {
    schema: positive,
    default: '4',
    meaning: 'sites that one worker crawls at a time',
  },
  PRECURSOR_TICK_SECONDS: { schema: positive, default: '10', meaning: 'how often due sites are looked for' },
  PRECURSOR_PAGE_BYTES: {
    schema: positive,
    default: '10000000',
    meaning: 'largest page that is read, unpacked',
  },
  PRECURSOR_PAGE_SECONDS: { schema: positive, default: '30', meaning: 'longest time for one page' },
  PRECURSOR_ALERTS_PER_RUN: {
    schema: positive,
    default: '200',
    meaning: 'alerts that one run of one site may open; one more stands for all others and asks for a look',
  },
  PRECURSOR_PICTURES_PER_RUN: {
    schema: z.coerce.number().int().min(0).max(10_000),
    default: '100',
    meaning: 'pictures of listings that alert or are watched that one run may fetch; 0 fetches none',
  },
  PRECURSOR_SCREENSHOTS: {
    schema: z.enum(['on', 'off']),
    default: 'on',
    meaning:
      'pages that a script draws and that alert are kept as pictures, too; each picture asks for style sheets of the site',
  },
  PRECURSOR_KEEP_CLEAR_DAYS: {
    schema: positive,
    default: '90',
    meaning: 'days that listings without a find, and copies of pages that no listing names, are kept',
  },
  PRECURSOR_KEEP_WATCH_DAYS: {
    schema: positive,
    default: '365',
    meaning: 'days that watched listings are kept after they were last seen',
  },
  PRECURSOR_KEEP_ALERT_DAYS: {
    schema: positive,
    default: '1095',
    meaning:
      'days that the words of what alerted are kept after it was decided and last seen; hashes and decisions stay',
  },
  PRECURSOR_KEEP_CONFIRMED_DAYS: {
    schema: positive,
    default: '3650',
    meaning: 'the same for alerts that were confirmed',
  },
  PRECURSOR_CAPTURE_GIGABYTES: {
    schema: positive,
    default: '50',
    meaning: 'room for copies of pages; beyond it the oldest that no listing names are let go',
  },
  PRECURSOR_SECURE_COOKIES: {
    schema: z.enum(['auto', 'on', 'off']),
    default: 'auto',
    meaning: 'session cookies only over HTTPS: auto means when HOST is not a loopback address',
  },
} as const satisfies Record<string, { schema: z.ZodType; default: string | null; meaning: string }>;

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
  readonly retention: {
    readonly clearDays: number;
    readonly watchDays: number;
    readonly alertDays: number;
    readonly confirmedDays: number;
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

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Takes over the variables of the file `.env`, if there is one; what the environment says already stays. */
export function loadEnvFile(root: string): void {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * Reads and checks all settings; relative folders are taken from `root`.
 * @throws OperatorError 'config' naming the first variable that is unknown or ill-typed.
 */
export function readSettings(root: string, env: NodeJS.ProcessEnv = process.env): Settings {
  refuseUnknown(env);
  const host = required('HOST', env);
  const secure = required('PRECURSOR_SECURE_COOKIES', env);
  return {
    host,
    port: required('PORT', env),
    databaseUrl: read('DATABASE_URL', env),
    redisUrl: read('REDIS_URL', env),
    chromiumPath: read('CHROMIUM_PATH', env),
    htmlReader: required('HTML_READER', env),
    logLevel: required('LOG_LEVEL', env),
    contact: read('PRECURSOR_CONTACT', env),
    dataFolder: resolve(root, required('PRECURSOR_DATA', env)),
    sitesFolder: resolve(root, required('PRECURSOR_SITES', env)),
    watchlistFolders: watchlistFolders(root, env),
    notifiersFile: resolve(root, required('PRECURSOR_NOTIFIERS', env)),
    smtpUrl: read('PRECURSOR_SMTP_URL', env),
    smtpFrom: read('PRECURSOR_SMTP_FROM', env),
    baseUrl: read('PRECURSOR_BASE_URL', env),
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
      captureBytes: required('PRECURSOR_CAPTURE_GIGABYTES', env) * 1e9,
    },
    secureCookies: secure === 'on' || (secure === 'auto' && !isLoopback(host)),
  };
}
