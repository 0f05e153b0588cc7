/** Holds the code against its layout: layers, homes of outside libraries, sizes, names, README's map. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import rules from './cases/architecture.json' with { type: 'json' };

const ROOT = new URL('..', import.meta.url).pathname;
const listed = (...which: string[]) =>
  execFileSync('git', ['ls-files', ...which], { cwd: ROOT, encoding: 'utf8' })
    .trim()
    .split('\n');
const deleted = new Set(listed('--deleted'));
const tracked = listed('--cached', '--others', '--exclude-standard', '--deduplicate').filter(
  (file) => !deleted.has(file),
);
const sources = tracked.filter((file) => /^(src|crawlers|queues|config)\/.*\.(ts|tsx|mjs)$/.test(file));
const isConsole = (file: string) => file.startsWith('src/console/');

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Module names that a file imports, statically, dynamically or as types. */
function importsOf(file: string): string[] {
  const pattern = /(?:\bfrom\s+|\bimport\s*\(\s*|^\s*import\s+)['"]([^'"]+)['"]/gm;
  return [...textOf(file).matchAll(pattern)].map((match) => match[1] ?? '');
}

function layerOf(file: string): { folder: string; height: number } | null {
  for (const [height, folders] of rules.layers.entries()) {
    const folder = folders.find((each) => file === each || file.startsWith(`${each}/`));
    if (folder !== undefined) return { folder, height };
  }
  return null;
}

/** What is wrong with an import inside a folder whose own folders have an order, from the topmost down; or null. */
function faultInside(file: string, imported: string): string | null {
  const target = normalize(join(dirname(file), imported));
  for (const [folder, order] of Object.entries(rules.inside)) {
    if (!imported.startsWith('.') || !file.startsWith(`${folder}/`) || !target.startsWith(`${folder}/`))
      continue;
    const [from = '', to = ''] = [file, target].map((each) => dirname(each).slice(folder.length + 1));
    if (!order.includes(from) || !order.includes(to)) return `${file} → ${target}: no place in the order`;
    if (order.indexOf(to) < order.indexOf(from)) return `${file} imports upwards: ${target}`;
  }
  return null;
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

/** What is wrong with one import, or null. */
function faultOf(file: string, imported: string): string | null {
  const from = layerOf(file);
  if (imported.startsWith('node:')) return null;
  if (imported.startsWith('.')) {
    const target = normalize(join(dirname(file), imported));
    if (isConsole(file))
      return isConsole(target) || target.startsWith('src/model/') ? null : `${file} imports ${target}`;
    const to = layerOf(target);
    if (from === null || to === null) return `${file} → ${target}: no layer`;
    return from.folder === to.folder || to.height < from.height
      ? null
      : `${file} imports upwards or sideways: ${target}`;
  }
  const name = packageOf(imported);
  if (isConsole(file) || rules.anywhere.includes(name)) return null;
  const home = (rules.homes as Record<string, string>)[name];
  if (home === undefined) return `${file}: ${name} has no home`;
  return from?.folder === home ? null : `${file}: ${name} lives in ${home}`;
}

describe('layout', () => {
  it('imports go down only, and each outside library lives in one folder', () => {
    const faults = sources.flatMap((file) => importsOf(file).map((name) => faultOf(file, name)));
    expect(sources.length).toBeGreaterThan(50);
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  it('imports go down inside the folders that have an order of their own, too', () => {
    const faults = sources.flatMap((file) => importsOf(file).map((name) => faultInside(file, name)));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
    expect(faultInside('src/extract/page/a.ts', '../cards/b.ts')).toMatch('upwards');
    expect(faultInside('src/extract/page/a.ts', '../elsewhere/b.ts')).toMatch('no place');
    expect(faultInside('src/extract/cards/a.ts', '../page/b.ts')).toBeNull();
  });

  it('sees an upward import, a sideways one and a library away from home', () => {
    expect(faultOf('src/text/a.ts', '../extract/b.ts')).toMatch('upwards');
    expect(faultOf('src/extract/a.ts', '../screen/b.ts')).toMatch('sideways');
    expect(faultOf('src/api/a.ts', 'bullmq')).toMatch('lives in queues');
    expect(faultOf('src/console/a.tsx', '../store/b.ts')).toMatch('imports');
    expect(faultOf('src/api/a.ts', 'left-pad')).toMatch('no home');
  });

  it('only config reads the environment', () => {
    const readers = sources.filter(
      (file) => !/^config\/|\.mjs$/.test(file) && /process\.env\b/.test(textOf(file)),
    );
    expect(readers).toEqual([]);
  });

  it('files stay short and open with what they are for', () => {
    const tooLong = sources.filter((file) => {
      const limit =
        file.startsWith('src/main/') && file.endsWith('.ts') ? rules.limits.main : rules.limits.file;
      return textOf(file).split('\n').length - 1 > limit;
    });
    expect(tooLong).toEqual([]);
    const silent = sources.filter((file) => file.endsWith('.ts') && !textOf(file).startsWith('/**'));
    expect(silent).toEqual([]);
  });

  it('names say the job', () => {
    const bad = sources.filter((file) => {
      const parts = file.replace(/\.[^/]*$/, '').split('/');
      return parts.some(
        (part) => rules.forbiddenNames.includes(part) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(part),
      );
    });
    expect(bad.filter((file) => file !== 'src/console/index.html')).toEqual([]);
  });

  it('the top level is fixed', () => {
    const names = new Set(
      tracked.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')),
    );
    expect([...names].filter((name) => !rules.topLevel.includes(name))).toEqual([]);
  });

  it('no test is skipped without a reason, focused or left to do', () => {
    const tests = tracked.filter(
      (file) => /^test\/.*\.test\.ts$/.test(file) && file !== 'test/architecture.test.ts',
    );
    const marked = tests.filter((file) => /\b(it|test|describe)\.(only|todo|skip)\(/.test(textOf(file)));
    expect(marked).toEqual([]);
  });
});

describe('README', () => {
  const readme = textOf('README.md');

  it('names only files and folders that exist', () => {
    const named = [...readme.matchAll(/`((?:src|crawlers|queues|config|test|\.ci)\/[\w./*-]*)`/g)].map(
      (match) => match[1] ?? '',
    );
    const missing = named.filter((path) => {
      const prefix = path.replace(/\*.*$/, '');
      return !tracked.some(
        (file) =>
          file === prefix ||
          file.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`) ||
          file.startsWith(prefix),
      );
    });
    expect(named.length).toBeGreaterThan(15);
    expect(missing).toEqual([]);
  });
});
