import type { RunLimits } from '../limits.ts';
import type { Controller } from './places.ts';

/** A value to be written to a file of a cgroup. */
export interface Setting {
  readonly file: string;
  readonly value: string;
  /** True where not every kernel has the file. */
  readonly optional?: boolean;
}

type CgroupLimits = Pick<RunLimits, 'memoryBytes' | 'processes'>;

const memory = {
  1: ({ memoryBytes }: CgroupLimits): readonly Setting[] => [
    { file: 'memory.limit_in_bytes', value: String(memoryBytes) },
    { file: 'memory.memsw.limit_in_bytes', value: String(memoryBytes), optional: true },
  ],
  2: ({ memoryBytes }: CgroupLimits): readonly Setting[] => [
    { file: 'memory.max', value: String(memoryBytes) },
    { file: 'memory.swap.max', value: '0', optional: true },
    { file: 'memory.oom.group', value: '1', optional: true },
  ],
} as const;

/** What has to be written so that a controller holds these limits. */
export const settingsFor = (controller: Controller, version: 1 | 2, limits: CgroupLimits): readonly Setting[] =>
  controller === 'memory' ? memory[version](limits) : [{ file: 'pids.max', value: String(limits.processes) }];

/** Where a cgroup counts how often a limit was hit, and under which name. */
export interface Counter {
  readonly file: string;
  readonly name: string;
}

/** What counts the processes that the kernel killed for want of memory, and those that it refused to start. */
export const counterOf = (controller: Controller, version: 1 | 2): Counter => {
  if (controller === 'pids') return { file: 'pids.events', name: 'max' };
  return { file: version === 1 ? 'memory.oom_control' : 'memory.events', name: 'oom_kill' };
};

/** Reads a counter from lines such as `oom_kill 2`; 0 when it is not there. */
export const readCount = (text: string, name: string): number => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
};
