import { mkdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TroupeError } from '@troupe/contracts';
import { ownName } from '../left-behind.ts';
import type { RunLimits } from '../limits.ts';
import { applySetting, type CgroupHome, type CgroupParent } from './cgroup-home.ts';
import { counterOf, readCount, settingsFor } from './control-files.ts';
import type { Controller } from './places.ts';

/** How long the kernel may take to let go of the processes that were killed. */
const LETTING_GO_MS = 5_000;
const LOOK_AGAIN_MS = 5;

/** The cgroups of one run. */
export interface RunCgroups {
  /** A process that writes its pid to each of them is inside. */
  readonly joinBy: readonly string[];
  /** How often a limit was hit: processes killed for want of memory, processes that were not started. */
  hits(controller: Controller): Promise<number>;
  /** Kills everything that is inside, and removes the cgroups. @throws TroupeError SANDBOX_FAILED when something stays */
  remove(): Promise<void>;
}

interface Made extends CgroupParent {
  readonly own: string;
}

const membersOf = async (folders: readonly string[]): Promise<readonly number[]> => {
  const texts = await Promise.all(folders.map((folder) => readFile(join(folder, 'cgroup.procs'), 'utf8')));
  return [...new Set(texts.flatMap((text) => text.split('\n').filter(Boolean).map(Number)))];
};

/** Kills a process of this host; false when there is none. */
export const killQuietly = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
};

const removeAll = async (folders: readonly string[]): Promise<void> => {
  const until = performance.now() + LETTING_GO_MS;
  for (;;) {
    const members = await membersOf(folders);
    if (members.length === 0) break;
    if (performance.now() > until)
      throw new TroupeError('SANDBOX_FAILED', `Processes ${members.join(', ')} do not end: look at them on this host`);
    members.forEach(killQuietly);
    await pause(LOOK_AGAIN_MS);
  }
  await Promise.all(folders.map((folder) => rmdir(folder)));
};

const limit = async ({ controller, version, own }: Made, limits: RunLimits): Promise<void> => {
  for (const setting of settingsFor(controller, version, limits)) await applySetting(own, setting);
};

/** Makes the cgroups of a run: one, or one in each tree of version 1. Of those that cannot be limited none is left. */
export const createRunCgroups = async ({ parents }: CgroupHome, limits: RunLimits): Promise<RunCgroups> => {
  const name = ownName('run');
  const made = parents.map((parent): Made => ({ ...parent, own: join(parent.folder, name) }));
  const folders = [...new Set(made.map(({ own }) => own))];
  try {
    for (const folder of folders) await mkdir(folder);
    for (const one of made) await limit(one, limits);
  } catch (error) {
    await Promise.allSettled(folders.map((folder) => rmdir(folder)));
    throw error;
  }
  return {
    joinBy: folders.map((folder) => join(folder, 'cgroup.procs')),
    hits: async (wanted) => {
      const one = made.find(({ controller }) => controller === wanted);
      if (one === undefined) return 0;
      const counter = counterOf(wanted, one.version);
      return readCount(await readFile(join(one.own, counter.file), 'utf8'), counter.name);
    },
    remove: () => removeAll(folders),
  };
};
