import { findCgroupHome } from './cgroup/cgroup-home.ts';

/**
 * Whether this machine gives what the sandbox is made of: Linux, root, and cgroups that can be made. Says nothing about
 * whether it holds: that is for `probeSandbox`. Specs that need a sandbox are skipped elsewhere.
 */
export const couldHold = async (): Promise<boolean> =>
  process.platform === 'linux' && process.getuid?.() === 0 && (await findCgroupHome()).missing.length === 0;
