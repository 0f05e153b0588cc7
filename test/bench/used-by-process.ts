/** What processes use: processor time of this one and of others, and the memory that one took at its peak. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Usage = {
  readonly pages: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly megabytes: number;
};

/** Of Linux, whatever the hardware (sysconf _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;

/** The last line of a process that is measured: its processor seconds and those of all that it has started, its peak of memory. */
export function tellUsage(done: { readonly pages: number; readonly seconds: number }): void {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  const ofEnded = (readStat(process.pid)?.ofEnded ?? 0) / TICKS_PER_SECOND;
  console.log(JSON.stringify({ ...done, cpu: (user + system) / 1e6 + ofEnded, megabytes: maxRSS / 1024 }));
}

type Stat = { readonly parent: number; readonly own: number; readonly ofEnded: number };

/** proc(5): fields 4, 14 to 17, counted after the name, which may hold anything. */
function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const at = (index: number) => fields[index] ?? 0;
    return { parent: at(1), own: at(11) + at(12), ofEnded: at(13) + at(14) };
  } catch {
    // It ended between the listing and this reading; its parent has its time.
    return null;
  }
}

/** Processor seconds that a process and all below it have used so far, those that have ended too. */
export function cpuOfTree(root: number): number {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null;
    if (stat !== null) stats.set(Number(name), stat);
  }
  const ticks = (pid: number): number => {
    const stat = stats.get(pid);
    if (stat === undefined) return 0;
    const below = [...stats].filter(([, each]) => each.parent === pid);
    return stat.own + stat.ofEnded + below.reduce((sum, [child]) => sum + ticks(child), 0);
  };
  return ticks(root) / TICKS_PER_SECOND;
}

/** Processor seconds so far of this process and of the bundled PostgreSQL whose data are in the folder. */
export function cpuWithServer(folder: string): number {
  const [pid] = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return cpuOfTree(process.pid) + cpuOfTree(Number(pid));
}
