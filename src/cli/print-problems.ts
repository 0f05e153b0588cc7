/** Prints what is wrong with the files of an operator: each with its remedy, the first ones when there are many. */
import type { Writable } from 'node:stream';
import { type ConfigProblem, placeAndProblem } from '../model/config-problem.ts';
import { count } from '../text/count.ts';
import { printLine } from './surroundings.ts';

/** More would only push the first ones off the screen. */
const MOST_SHOWN = 50;

export function printProblems(to: Writable, problems: readonly ConfigProblem[]): void {
  for (const problem of problems.slice(0, MOST_SHOWN))
    printLine(to, `${placeAndProblem(problem)}\n    ${problem.remedy}`);
  const hidden = problems.length - MOST_SHOWN;
  const more = hidden > 0 ? ` The first ${MOST_SHOWN} are shown; --json gives all.` : '';
  printLine(to, `${count(problems.length, 'problem')}.${more}`);
}
