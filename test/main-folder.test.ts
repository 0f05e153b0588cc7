/** The program runs wherever it lies, and whether or not anybody hears it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

it('finds its files in a folder whose name has a space and a sign', () => {
  const folder = mkdtempSync(join(tmpdir(), 'precursor watch é '));
  try {
    for (const name of ['src', 'config', 'crawlers', 'queues', 'package.json'])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const args = [join(folder, 'src/main/main.ts'), 'screen', 'norfentanyl in stock'];
    const said = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(JSON.parse(said)).toMatchObject({ id: 1, verdict: 'alert' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('goes on to its end when nobody reads what it remarks', async () => {
  const child = spawn(process.execPath, [join(ROOT, 'src/main/main.ts'), 'audit'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.destroy();
  expect((await once(child, 'exit'))[0]).toBe(2);
});
