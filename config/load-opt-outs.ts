/** Reads the operator's list of domains that are not visited: a text file beside the site files, one domain a line. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigProblem } from '../src/model/config-problem.ts';
import type { OptOut } from '../src/model/opt-out.ts';
import { domainName } from '../src/text/domain-name.ts';

export const OPT_OUT_FILE = 'opt-out.txt';

export type OptOutsReading = {
  readonly optOuts: readonly OptOut[];
  readonly isThere: boolean;
  readonly problems: readonly ConfigProblem[];
};

/** A line is a domain, and after "#" the reason. */
export async function readOptOuts(folder: string): Promise<OptOutsReading> {
  const file = join(folder, OPT_OUT_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
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
  const problems: ConfigProblem[] = [];
  for (const [index, line] of text
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
