/** Tells whether a process that a file names is still the same live process: a pid alone is given out again. */
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, platform } from 'node:os';

/** `startedAt` is opaque and only compared: clock ticks since boot on Linux, a date elsewhere. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string };

/** When the process started; null when there is none, or only a dead one that nobody has reaped. */
function startOf(pid: number): string | null {
  try {
    if (platform() === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      // The second field is the program's name in brackets and may hold anything, blanks and brackets too.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
    }
    if (platform() === 'win32') {
      process.kill(pid, 0);
      return 'unknown';
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    // No such process: that is the answer.
    return null;
  }
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? 'unknown' };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startOf(identity.pid) === identity.startedAt;
}

/**
 * Which processes see each other by their pids: those of one PID namespace since one start of a machine. Two containers
 * may have one host name and give the same pids. Where it cannot be told it is a new one each time, that nobody shares.
 */
function processTable(): string {
  if (platform() !== 'linux') return hostname();
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1') + readlinkSync('/proc/self/ns/pid');
  } catch {
    return randomUUID();
  }
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 6);

/** How a process of this machine is named in the database: no other has the name, at any time. */
export function processName(pid: number): string {
  return `${hostname()}:${pid}:${shortHash(processTable())}${shortHash(startOf(pid) ?? '')}`;
}

/** Another user's process may be hidden in /proc, but is told from none by a signal that is not sent. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** True when the process would be seen from here if it lived, and is gone; its pid may be another's by now. */
export function isNameOfDead(name: string): boolean {
  const [, digits, ofStart] = /:(\d+):[0-9a-f]{6}([0-9a-f]{6})$/.exec(name) ?? [];
  if (digits === undefined || ofStart === undefined) return false;
  const pid = Number(digits);
  const start = startOf(pid);
  const there = processName(pid);
  if (there.slice(0, -ofStart.length) !== name.slice(0, -ofStart.length)) return false;
  return start === null ? isGone(pid) : there !== name;
}

/** The command line of a live process, its arguments joined with blanks; null when there is no such process. */
export function commandLine(pid: number): string | null {
  if (startOf(pid) === null) return null;
  try {
    if (platform() === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    if (platform() === 'win32') return 'postgres';
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // It ended between the two looks.
    return null;
  }
}
