import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess, pidScope, type ProcessRef } from './process-identity.ts';
import { stackError } from './stack-error.ts';

/** What a run leaves on disk so that a later one can clean up behind it, whatever happened. */
export interface RunLock {
  /** Where the pids below mean something. */
  readonly scope: string;
  readonly launcher: ProcessRef;
  readonly servers: readonly ProcessRef[];
  /** Whether there may be containers and a network that carry the name of the run. */
  readonly inDocker: boolean;
}

/** The folder of one run: data, logs and the lock file. */
export interface RunFolder {
  readonly path: string;
  /** The name of the run: its folder, and the label of its containers. */
  readonly name: string;
  /** Notes a server process; synchronous, so that no moment is left in which a killed launcher would orphan it. */
  readonly noteServer: (pid: number) => void;
  /** Notes that containers are about to be made. */
  readonly noteDocker: () => void;
  /** Deletes it, the lock file last. */
  readonly remove: () => Promise<void>;
}

export const LOCK_FILE = 'lock.json';

/** Makes the folder of a new run under `base`; it appears whole, with its lock file. */
export const createRunFolder = (base: string): RunFolder => {
  ensureOwnFolder(base);
  const name = `${new Date().toISOString().replace(/[-:]|\..*/g, '')}-${randomBytes(3).toString('hex')}`;
  const path = join(base, name);
  const unfinished = join(base, `.new-${name}`);
  mkdirSync(unfinished);
  let lock: RunLock = { scope: pidScope(), launcher: ownProcess(), servers: [], inDocker: false };
  writeFileSync(join(unfinished, LOCK_FILE), JSON.stringify(lock));
  renameSync(unfinished, path);
  const update = (change: Partial<RunLock>): void => {
    lock = { ...lock, ...change };
    writeLock(path, lock);
  };
  return {
    path,
    name,
    noteServer: (pid) => {
      const server = identifyProcess(pid);
      if (server !== undefined) update({ servers: [...lock.servers, server].slice(-KEPT_PROCESSES) });
    },
    noteDocker: () => update({ inDocker: true }),
    remove: () => removeRun(path),
  };
};

/** Deletes the folder of a run, the lock file last: a folder without one is nobody's. */
export const removeRun = async (path: string): Promise<void> => {
  const keepTrying = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 };
  const entries = existsSync(path) ? readdirSync(path) : [];
  for (const entry of entries.filter((each) => each !== LOCK_FILE)) await rm(join(path, entry), keepTrying);
  await rm(path, keepTrying);
};

/** Restarts add processes to the lock; only the latest can be alive. */
const KEPT_PROCESSES = 32;

const writeLock = (path: string, lock: RunLock): void => {
  const file = join(path, LOCK_FILE);
  writeFileSync(`${file}.new`, JSON.stringify(lock));
  renameSync(`${file}.new`, file);
};

const ownProcess = (): ProcessRef => {
  const own = identifyProcess(process.pid);
  if (own === undefined) throw stackError('The start time of this process is unknown', 'make /proc or `ps` available');
  return own;
};

/** Later runs kill what lock files in here name, so nobody else may own it. */
const ensureOwnFolder = (base: string): void => {
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const owner = statSync(base).uid;
  if (process.getuid !== undefined && owner !== process.getuid())
    throw stackError(`The folder ${base} belongs to another user`, 'delete it, or choose another folder for the stack');
};
