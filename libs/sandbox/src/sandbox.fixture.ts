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

/** The processes of this host that a user has. */
export const processesOf = async (user: number): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const owned = pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    return status.includes(`\nUid:\t${user}\t`) ? [`${pid}: ${/Name:\t(.*)/.exec(status)?.[1] ?? ''}`] : [];
  });
  return (await Promise.all(owned)).flat();
};
