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

/** Of all processes there are, by number. */
function readStats(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null;
    if (stat !== null) stats.set(Number(name), stat);
  }
  return stats;
}

/** Processor seconds that a process and all below it have used so far, those that have ended too. */
export function cpuOfTree(root: number): number {
  const stats = readStats();
  const ticks = (pid: number): number => {
    const stat = stats.get(pid);
    if (stat === undefined) return 0;
    const below = [...stats].filter(([, each]) => each.parent === pid);
    return stat.own + stat.ofEnded + below.reduce((sum, [child]) => sum + ticks(child), 0);
  };
  return ticks(root) / TICKS_PER_SECOND;
}

const LOOK_EVERY_MS = 100;

/**
 * Processor seconds that a process and all that it starts use until it ends. For those that start a browser: what a browser's own
 * processes have used is lost with it, since it waits for none of them when it ends, so they are looked at as long as they run.
 */
export function followTree(root: number): { readonly stop: () => number } {
  const seen = new Map<number, Stat & { readonly alive: boolean }>();
  const look = (): void => {
    const now = readStats();
    for (const [pid, stat] of seen) if (!now.has(pid)) seen.set(pid, { ...stat, alive: false });
    // A process is known below its first parent: one whose parent has ended is given another one.
    const take = (pid: number, stat: Stat): void => {
      seen.set(pid, { ...stat, parent: seen.get(pid)?.parent ?? stat.parent, alive: true });
      for (const [child, below] of now) if (below.parent === pid) take(child, below);
    };
    const stat = now.get(root);
    if (stat !== undefined) take(root, stat);
    for (const [pid, before] of seen) {
      const orphan = now.get(pid);
      if (orphan !== undefined && orphan.parent !== before.parent) take(pid, orphan);
    }
  };
  const ticks = (pid: number): number => {
    const below = [...seen].filter(([, each]) => each.parent === pid);
    const sum = (alive: boolean) =>
      below.filter(([, each]) => each.alive === alive).reduce((all, [child]) => all + ticks(child), 0);
    const { own, ofEnded } = seen.get(pid) ?? { own: 0, ofEnded: 0 };
    // Those that were waited for are exact; the others are as they were last seen.
    return own + Math.max(ofEnded, sum(false)) + sum(true);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return ticks(root) / TICKS_PER_SECOND;
    },
  };
}

/** Processor seconds so far of this process and of the bundled PostgreSQL whose data are in the folder. */
export function cpuWithServer(folder: string): number {
  const [pid] = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  return cpuOfTree(process.pid) + cpuOfTree(Number(pid));
}
