import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { callInSandbox, type CallRequest } from '../call/call-in-sandbox.ts';
import { couldHold } from '../could-hold.ts';
import { clearGround, prepareGround, type Ground } from '../ground.ts';
import { LAUNCH_SCRIPTS, type LaunchScripts } from '../launch/launch.ts';
import { ownName } from '../left-behind.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { startRun } from '../run/start-run.ts';
import { SANDBOX_LIMITS, type LimitFinding, type SandboxLimit } from './finding.ts';
import { judgeLook } from './judge-look.ts';
import { lookAround } from './look.ts';
import { probeSandbox } from './probe-sandbox.ts';
import type { SandboxProbe } from './sandbox-probe.ts';
import { strainLimits } from './strain.ts';

/** Where nothing could hold, nothing is run. */
const walled = (await couldHold()) ? describe : describe.skip;

const USER = 60_872;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scripts-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A launch with something of its scripts taken out or changed, which has to be there. */
const scriptsWith = async (step: keyof LaunchScripts, from: string, to: string): Promise<LaunchScripts> => {
  const text = await readFile(LAUNCH_SCRIPTS[step], 'utf8');
  expect(text).toContain(from);
  const path = join(folder, `${step}.sh`);
  await writeFile(path, text.replace(from, to));
  return { ...LAUNCH_SCRIPTS, [step]: path };
};

const missingIn = (findings: readonly LimitFinding[]): readonly SandboxLimit[] =>
  findings.filter(({ holds }) => !holds).map(({ limit }) => limit);

/** The limits that are seen to be missing when the launch is another. */
const seenMissing = async (scripts: LaunchScripts): Promise<readonly SandboxLimit[]> => {
  const ground = await prepareGround({ user: USER, scripts });
  try {
    const look = await lookAround(ground);
    if (typeof look === 'string') throw new Error(look);
    return missingIn(judgeLook(look));
  } finally {
    await clearGround(ground);
  }
};

const strainedMissing = async (scripts: LaunchScripts): Promise<readonly SandboxLimit[]> => {
  const ground = await prepareGround({ user: USER, scripts });
  try {
    return missingIn(await strainLimits(ground));
  } finally {
    await clearGround(ground);
  }
};

/** A call that is answered with 42 where code is run. */
const answering = (probe: SandboxProbe): CallRequest => ({
  probe,
  files: { 'a.mjs': 'export const f = (n) => 6 * n;' },
  module: 'a.mjs',
  functionName: 'f',
  calls: [[7]],
});

walled('probeSandbox', () => {
  it('finds that everything holds on a Debian with root', async () => {
    const probe = await probeSandbox({ user: USER });
    expect(probe.findings.map(({ limit }) => limit)).toEqual([...SANDBOX_LIMITS]);
    expect(probe.missing).toEqual([]);
    const { outcomes } = await callInSandbox(answering(probe));
    expect(outcomes).toEqual([{ kind: 'returned', json: '42', left: '[7]' }]);
    await probe.close();
    await expect(callInSandbox(answering(probe))).rejects.toMatchObject({ code: 'SANDBOX_INCOMPLETE' });
  });

  it('names the cgroups that cannot be made, and tries everything else', async () => {
    const probe = await probeSandbox({ user: USER, cgroup: '/no/such/cgroup' });
    expect(missingIn(probe.findings)).toEqual(['cgroup-memory', 'cgroup-processes']);
    expect(probe.missing[0]?.mend).toContain('SANDBOX_CGROUP');
    await probe.close();
  });

  it('says why nothing starts', async () => {
    const scripts = await scriptsWith('enter', 'exec unshare', 'exec unshare-that-is-not-there');
    const probe = await probeSandbox({ user: USER, scripts });
    expect(missingIn(probe.findings)).toEqual([...SANDBOX_LIMITS]);
    expect(probe.missing[0]?.found).toMatch(/no run starts: .*unshare-that-is-not-there/);
    await probe.close();
  });
});

walled('a host that fails once the sandbox has held', () => {
  it.each<[string, keyof LaunchScripts, string]>([
    ['no longer takes a process into its cgroups', 'enter', 'set -eu\necho out of processes >&2; exit 2\n'],
    ['no longer mounts', 'enclose', 'set -eu\necho mount: out of memory >&2; exit 32\n'],
  ])('is told from bad code when it %s', async (_what, step, broken) => {
    const scripts = await scriptsWith(step, 'set -eu', 'set -e -u');
    const probe = await probeSandbox({ user: USER, scripts });
    expect(probe.missing).toEqual([]);
    await writeFile(scripts[step], broken);
    await expect(callInSandbox(answering(probe))).rejects.toMatchObject({
      code: 'SANDBOX_FAILED',
      retryable: true,
      message: expect.stringMatching(/did not begin: it ended its process with code (2|32)\. It said: .*out of/),
    });
    await probe.close();
  });
});

walled('a run that cannot be started', () => {
  const missing = { controller: 'pids', version: 2, folder: '/no/such/tree' } as const;

  it.each<[string, (ground: Ground) => Ground]>([
    ['no cgroup can be made', (ground) => ({ ...ground, cgroups: { ...ground.cgroups, parents: [...ground.cgroups.parents, missing] } })],
    ['the host starts no process', (ground) => ({ ...ground, setpriv: '/no/such/setpriv' })],
  ])('leaves nothing when %s, and is told as trouble of the host', async (_what, without) => {
    const ground = await prepareGround({ user: USER });
    const cgroups = ground.cgroups.parents.map(({ folder }) => folder);
    const request = { files: { 'a.js': '' }, program: 'a.js', limits: DEFAULT_LIMITS, nodePermission: true };
    const own = (name: string): boolean => name.startsWith(ownName('').split('--')[0] ?? '');
    await expect(startRun(without(ground), request)).rejects.toMatchObject({ code: 'SANDBOX_FAILED', retryable: true });
    expect(await readdir(ground.folder)).toEqual(['root']);
    for (const folder of cgroups) expect((await readdir(folder)).filter(own)).toEqual([]);
    await clearGround(ground);
  }); // prettier-ignore
});

walled('a limit that is taken away', () => {
  it.each<[SandboxLimit, keyof LaunchScripts, string, string]>([
    ['own-user', 'enclose', '--reuid "$user" --regid "$user" --clear-groups', ''],
    ['no-new-privileges', 'enclose', '--no-new-privs', ''],
    ['no-capabilities', 'enclose', '--bounding-set=-all', ''],
    ['read-only-root', 'enclose', 'remount,bind,ro,', 'remount,bind,'],
    ['no-host-files', 'enclose', '/bin/umount -l /old /proc', '/bin/umount -l /proc'],
    ['empty-environment', 'enclose', 'unset PATH PWD OLDPWD', 'export SECRET=1'],
    ['scratch-size', 'enclose', 'size=$scratch', 'size=64m'],
    ['file-size', 'enter', 'ulimit -f "$blocks"', ''],
    ['open-files', 'enter', 'ulimit -n "$files"', ''],
    ['no-core-dumps', 'enter', 'ulimit -c 0', 'ulimit -c unlimited'],
    ['no-network', 'enter', '$namespaces', '--mount --uts --ipc --pid'],
    ['namespaces', 'enter', '$namespaces', '--mount --net --ipc --pid'],
  ])('is seen to be missing: %s', async (limit, step, from, to) => {
    expect(await seenMissing(await scriptsWith(step, from, to))).toContain(limit);
  });

  it('is seen to be missing when it has to be strained', async () => {
    const withoutCgroups = await scriptsWith('enter', 'echo $$ >"$1"', ':');
    expect(await strainedMissing(withoutCgroups)).toEqual(
      expect.arrayContaining(['cgroup-memory', 'cgroup-processes']),
    );
    const withoutTime = await scriptsWith('enter', 'ulimit -t "$seconds"', '');
    expect(await strainedMissing(withoutTime)).toEqual(['cpu-time']);
  });
});
