/** Reads the operator's list of domains that are not visited: a text file beside the site files, one domain a line. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigProblem } from '../src/model/config-problem.ts';
import type { OptOut } from '../src/model/opt-out.ts';
import { domainName } from '../src/text/domain-name.ts';
import { NO_UTF8, utf8Text } from './utf8-text.ts';

export const OPT_OUT_FILE = 'opt-out.txt';

export type OptOutsReading = {
  readonly optOuts: readonly OptOut[];
  readonly isThere: boolean;
  readonly problems: readonly ConfigProblem[];
};

/** A line is a domain, and after "#" the reason. */
export async function readOptOuts(folder: string): Promise<OptOutsReading> {
  const file = join(folder, OPT_OUT_FILE);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { optOuts: [], isThere: false, problems: [] };
    const problem = 'the list of domains that opted out cannot be read';
    return {
      optOuts: [],
      isThere: true,
      problems: [{ file, line: null, field: '', problem, remedy: 'Check its permissions.' }],
    };
  }
  const optOuts = new Map<string, OptOut>();
  const read = utf8Text(bytes);
  const problems: ConfigProblem[] =
    read.text === null ? [{ file, line: read.badLine, field: '', ...NO_UTF8 }] : [];
  // Names of domains are the same letters in every encoding of one byte: what can be heeded is.
  for (const [index, line] of (read.text ?? bytes.toString('latin1'))
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const [before = '', ...after] = line.split('#');
    if (before.trim() === '') continue;
    const domain = domainName(before);
    const reason = after.join('#').trim();
    if (domain !== null) optOuts.set(domain, { domain, reason });
    else {
      const problem = `"${before.trim().slice(0, 100)}" is no domain`;
      problems.push({
        file,
        line: index + 1,
        field: '',
        problem,
        remedy: 'Write one domain a line: shop.example',
      });
    }
  }
  return { optOuts: [...optOuts.values()], isThere: true, problems };
}
