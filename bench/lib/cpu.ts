import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Milliseconds of CPU that processes have used so far, by name: user and system, and of children that have ended. */
export type CpuReading = ReadonlyMap<string, number>;

/** Linux counts in hundredths of a second for every process, whatever its clock. */
const MS_A_TICK = 10;

/** A process as /proc tells of it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ms: number;
}

/** A line of /proc/<pid>/stat. The command may hold spaces and parentheses; what follows the last parenthesis are plain fields, from the third on. */
export const parseStat = (stat: string): Process => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  return {
    pid: Number.parseInt(stat, 10),
    parent: Number(fields[1]),
    ms: (user + system + childUser + childSystem) * MS_A_TICK,
  };
};

/** One process; none when it has ended, or there is no /proc. */
export const readProcess = (pid: string): readonly Process[] => {
  try {
    return [parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
  } catch {
    // It has ended since its folder was listed.
    return [];
  }
};

const commandOf = (pid: number): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
};

/** What a process of the stack is called: a service by its folder, a server by its product. */
export const nameOf = (command: readonly string[]): string => {
  const [program = ''] = command;
  if (program.includes('postgres')) return 'PostgreSQL';
  if (basename(program) === 'java') return command.includes('kafka.Kafka') ? 'Kafka' : 'registry';
  const script = command.find((word) => word.endsWith('.ts')) ?? program;
  return script.endsWith('src/main.ts') ? basename(dirname(dirname(script))) : basename(script, '.ts');
};

/** Every process below this one, and this one under the name given. Empty where there is no /proc. */
export const readCpu = (own: string): CpuReading => {
  const reading = new Map<string, number>();
  const add = (name: string, ms: number): void => void reading.set(name, (reading.get(name) ?? 0) + ms);
  let pids: readonly string[] = [];
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return reading;
  }
  const children = Map.groupBy(pids.flatMap(readProcess), ({ parent }) => parent);
  const visit = (parent: number, nameOfParent: string): void => {
    for (const { pid, ms } of children.get(parent) ?? []) {
      const command = commandOf(pid);
      // One that is ending has no command any more, and its time is its parent's a moment later.
      const name = command.join('') === '' ? nameOfParent : nameOf(command);
      add(name, ms);
      visit(pid, name);
    }
  };
  const { user, system } = process.cpuUsage();
  add(own, (user + system) / 1_000);
  visit(process.pid, own);
  return reading;
};

/** What was used between two readings, the most first. */
export const cpuBetween = (before: CpuReading, after: CpuReading): ReadonlyMap<string, number> =>
  new Map(
    [...after]
      .map(([name, ms]) => [name, ms - (before.get(name) ?? 0)] as const)
      .toSorted(([, one], [, other]) => other - one),
  );
