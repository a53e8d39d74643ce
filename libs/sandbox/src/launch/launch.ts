import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunLimits } from '../limits.ts';
import { TOOL_PATH } from '../root/tools.ts';

/** The scripts of the three steps of a launch. */
export interface LaunchScripts {
  readonly enter: string;
  readonly guard: string;
  readonly enclose: string;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The scripts that lie beside this file. */
export const LAUNCH_SCRIPTS: LaunchScripts = {
  enter: script('./enter.sh'),
  guard: script('./guard.sh'),
  enclose: script('./enclose.sh'),
};

const NAMESPACES = '--mount --uts --ipc --net --pid';

/** What a run is launched with. */
export interface Launch {
  readonly scripts: LaunchScripts;
  readonly setpriv: string;
  /** The folder that becomes its root. */
  readonly root: string;
  readonly node: string;
  /** The folder with its code. */
  readonly code: string;
  /** Its user and group. */
  readonly user: number;
  readonly limits: RunLimits;
  /** Files that a process writes its id to in order to join its cgroups. */
  readonly joinBy: readonly string[];
  /** For Node: its options, the program, and what that is told. */
  readonly nodeArguments: readonly string[];
}

const bounds = ({ cpuSeconds, fileBytes, openFiles }: RunLimits): readonly string[] =>
  [cpuSeconds, Math.ceil(fileBytes / 512), openFiles].map(String);

/**
 * Starts a run. Its stdin, stdout and stderr are pipes, and so is its descriptor 3, for answers. It is killed when this
 * process ends; whoever launches it has to empty its cgroups when it is over.
 */
export const launch = (options: Launch): ChildProcess => {
  const { scripts, setpriv, root, node, code, user, limits, joinBy, nodeArguments } = options;
  const inside = [root, node, code, String(user), String(limits.scratchBytes), ...nodeArguments];
  const steps = [NAMESPACES, scripts.guard, scripts.enclose];
  const enter = [scripts.enter, ...bounds(limits), ...steps, '--', ...joinBy, '--', ...inside];
  return spawn(setpriv, ['--pdeathsig', 'SIGKILL', '--', '/bin/sh', ...enter], {
    env: { PATH: TOOL_PATH },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
};
