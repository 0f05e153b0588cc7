/** Says how far something has come: on a terminal in one line that is written over, elsewhere in a line for each tenth. */
import type { Writable } from 'node:stream';
import { count } from '../text/count.ts';

const TENTH = 10;

/** `end` closes the line that is written over. */
export function tellProgress(to: Writable): {
  readonly tell: (done: number, total: number) => void;
  readonly end: () => void;
} {
  const terminal = 'isTTY' in to && to.isTTY === true;
  let told = -TENTH;
  let open = false;
  const tell = (done: number, total: number) => {
    const share = total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total));
    const line = `${done} of ${count(total, 'listing')} (${share} %)`;
    if (terminal) {
      to.write(`\r${line}`);
      open = true;
    } else if (share >= told + TENTH) {
      told = share;
      to.write(`${line}\n`);
    }
  };
  const end = () => {
    if (open) to.write('\n');
    open = false;
  };
  return { tell, end };
}
