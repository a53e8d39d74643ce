import { mkdir, rm, rmdir } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTurns, TroupeError, type InTurn } from '@troupe/contracts';
import { findCgroupHome, type CgroupHome } from './cgroup/cgroup-home.ts';
import { LAUNCH_SCRIPTS, type LaunchScripts } from './launch/launch.ts';
import { ownName, sweepLeftBehind } from './left-behind.ts';
import { fillRoot } from './root/root-template.ts';
import { findTools } from './root/tools.ts';

/** Where and as whom runs are made. */
export interface SandboxOptions {
  /** A folder for the roots and the code of runs, on a file system that allows programs. Default: that of the system. */
  readonly folder?: string | undefined;
  /** The cgroup to make those of runs below, as a path in its tree. Default: that of this process, or one above it. */
  readonly cgroup?: string | undefined;
  /** User and group of the runs: a number that nobody else on the host has. Default 60999. */
  readonly user?: number | undefined;
  /** The steps of a launch. Default: those of this library. */
  readonly scripts?: LaunchScripts;
}

/** What runs stand on. It is prepared once, for all of them. */
export interface Ground {
  /** Holds everything of this process, and is removed with it. */
  readonly folder: string;
  readonly root: string;
  readonly node: string;
  readonly setpriv: string;
  readonly user: number;
  readonly scripts: LaunchScripts;
  readonly cgroups: CgroupHome;
  /** Lets as many runs go on side by side as there are processors. */
  readonly inTurn: InTurn;
}

const DEFAULT_USER = 60_999;

const toolsOrThrow = async () => {
  const tools = await findTools();
  const missing = Object.entries(tools).flatMap(([tool, path]) => (path === undefined ? [tool] : []));
  const { setpriv, umount } = tools;
  if (missing.length === 0 && setpriv !== undefined && umount !== undefined) return { setpriv, umount };
  throw new TroupeError('SANDBOX_INCOMPLETE', `no ${missing.join(', ')} here: install util-linux, mount and libc-bin`);
};

const removeTree = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

const sweep = async (base: string, { parents }: CgroupHome): Promise<void> => {
  await sweepLeftBehind(base, removeTree);
  for (const { folder } of parents) await sweepLeftBehind(folder, rmdir);
};

/**
 * Prepares the ground for runs, and removes what processes left there that are gone.
 * @throws TroupeError SANDBOX_INCOMPLETE when a tool is missing; what the file system throws
 */
export const prepareGround = async (options: SandboxOptions): Promise<Ground> => {
  const { folder: base = tmpdir(), cgroup, user = DEFAULT_USER, scripts = LAUNCH_SCRIPTS } = options;
  const { setpriv, umount } = await toolsOrThrow();
  const cgroups = await findCgroupHome(cgroup);
  await sweep(base, cgroups);
  const folder = join(base, ownName('ground'));
  const root = join(folder, 'root');
  await mkdir(base, { recursive: true });
  // What is there already is somebody else's, and refused.
  for (const own of [folder, root]) await mkdir(own, { mode: 0o755 });
  await fillRoot(root, { node: process.execPath, setpriv, umount });
  const inTurn = createTurns(availableParallelism());
  return { folder, root, node: process.execPath, setpriv, user, scripts, cgroups, inTurn };
};

/** Removes the ground, when no run stands on it any more. */
export const clearGround = ({ folder }: Ground): Promise<void> => removeTree(folder);
