import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, pidScope, type ProcessRef } from './process-identity.ts';
import { LOCK_FILE, removeRun, type RunLock } from './run-folder.ts';
import { pollUntil } from './wait.ts';

/** What to do with the folder of an earlier run. */
export type Verdict =
  | { readonly action: 'leave' }
  | { readonly action: 'reap'; readonly servers: readonly ProcessRef[]; readonly inDocker: boolean };

/** Leaves a run whose launcher lives, or whose pids mean nothing here; of any other run, names what is left of it. */
export const judgeRun = (lock: RunLock, scope: string, isAlive: (ref: ProcessRef) => boolean): Verdict => {
  if (lock.scope !== scope || isAlive(lock.launcher)) return { action: 'leave' };
  return { action: 'reap', servers: lock.servers.filter(isAlive), inDocker: lock.inDocker };
};

/** Removes the containers and the network of a run by its name; false when no engine answers, so that it is tried again. */
export type RemoveContainers = (run: string) => Promise<boolean>;

/** Ends what killed launchers left behind under `base` and deletes their data. */
export const reapAbandonedRuns = async (
  base: string,
  { removeContainers, progress }: { removeContainers: RemoveContainers; progress: (message: string) => void },
): Promise<void> => {
  for (const name of readFolders(base)) {
    const path = join(base, name);
    const verdict = judge(path);
    if (verdict.action === 'leave') continue;
    if (verdict.servers.length > 0 || verdict.inDocker)
      progress(`cleaning up behind an earlier start that was killed (${name})`);
    await killAll(verdict.servers);
    if (verdict.inDocker && !(await removeContainers(name))) continue;
    await removeRun(path);
  }
};

const readFolders = (base: string): string[] => {
  try {
    const entries = readdirSync(base, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  } catch {
    return [];
  }
};

const judge = (path: string): Verdict => {
  try {
    // The file is written by createRunFolder alone, in a folder that belongs to this user.
    const lock = JSON.parse(readFileSync(join(path, LOCK_FILE), 'utf8')) as RunLock;
    return judgeRun(lock, pidScope(), isRunning);
  } catch {
    // Folders appear with their lock and lose it last: one without is the rest of an interrupted removal.
    return { action: 'reap', servers: [], inDocker: false };
  }
};

const killAll = async (servers: readonly ProcessRef[]): Promise<void> => {
  for (const server of servers) {
    try {
      process.kill(server.pid, 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
  await pollUntil(() => !servers.some(isRunning), { withinMs: 10_000 });
};
