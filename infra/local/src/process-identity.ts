import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, platform } from 'node:os';

/** A process that cannot be taken for a later one with the same pid. */
export interface ProcessRef {
  readonly pid: number;
  /** When it started, in whatever form the system gives; compared, never read. */
  readonly startedAt: string;
}

/** The process with this pid, or undefined when there is none (a zombie counts as none: it only waits to be collected). */
export const identifyProcess = (pid: number): ProcessRef | undefined => {
  const startedAt = platform() === 'linux' ? startFromProc(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
};

/** Whether exactly this process still runs. */
export const isRunning = (ref: ProcessRef): boolean => identifyProcess(ref.pid)?.startedAt === ref.startedAt;

/** Where pids mean something: the host and, on Linux, its pid namespace (a container has its own). */
export const pidScope = (): string => {
  if (platform() !== 'linux') return hostname();
  return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
};

const startFromProc = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name is in parentheses and may hold anything; the fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticks] = [fields[0], fields[19]];
    if (ticks === undefined || state === 'Z' || state === 'X') return undefined;
    return `${ticks}@${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`;
  } catch {
    return undefined;
  }
};

const startFromPs = (pid: number): string | undefined => {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
};
