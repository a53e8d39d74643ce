import { readdir, readFile } from 'node:fs/promises';
import { callInSandbox, type CallRequest } from './call/call-in-sandbox.ts';
import type { CallOutcome } from './call/answer.ts';
import type { SandboxProbe } from './probe/sandbox-probe.ts';

/** Calls what `source` exports as `f`, before the walls alone: Node's own permissions are taken away. */
export const callHostile = async (
  probe: SandboxProbe,
  source: string,
  options: Partial<CallRequest> = {},
): Promise<readonly CallOutcome[]> => {
  const { outcomes } = await callInSandbox({
    probe,
    files: { 'src/f.js': source, 'package.json': '{"type":"module"}' },
    module: 'src/f.js',
    functionName: 'f',
    calls: [[1]],
    nodePermission: false,
    ...options,
  });
  return outcomes;
};

interface OwnedProcess {
  readonly pid: string;
  readonly name: string;
}

const ownedBy = async (user: number): Promise<readonly OwnedProcess[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const owned = pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return status.includes(`\nUid:\t${user}\t`) ? [{ pid, name: /Name:\t(.*)/.exec(status)?.[1] ?? '' }] : [];
  });
  return (await Promise.all(owned)).flat();
};

/** The processes of this host that a user has. */
export const processesOf = async (user: number): Promise<readonly string[]> =>
  (await ownedBy(user)).map(({ pid, name }) => `${pid}: ${name}`);

/** The ids of a user's processes and of their threads. They come and go while they are looked at. */
const tasksOf = async (user: number): Promise<ReadonlySet<string>> => {
  const tasks = (await ownedBy(user)).map(({ pid }) => readdir(`/proc/${pid}/task`).catch(() => []));
  return new Set((await Promise.all(tasks)).flat());
};

/**
 * Looks again and again, until `over`, at what a user has.
 * @returns the most processes and threads that were there at one time for certain: what one look found and the next one
 * too was there between the two
 */
export const mostTasksAtOnce = async (user: number, over: Promise<unknown>): Promise<number> => {
  const ended = over.then(
    () => true,
    () => true,
  );
  let most = 0;
  for (let before = await tasksOf(user); !(await Promise.race([ended, Promise.resolve(false)]));) {
    const now = await tasksOf(user);
    most = Math.max(most, [...now].filter((task) => before.has(task)).length);
    before = now;
  }
  return most;
};
