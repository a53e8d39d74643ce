/** Everything that has to hold before generated code is run, in the order in which it is told. */
export const SANDBOX_LIMITS = [
  'cgroup-memory',
  'cgroup-processes',
  'namespaces',
  'own-user',
  'no-new-privileges',
  'no-capabilities',
  'read-only-root',
  'no-host-files',
  'empty-environment',
  'no-network',
  'no-signals',
  'scratch-size',
  'file-size',
  'open-files',
  'no-core-dumps',
  'cpu-time',
  'wall-clock',
  'bounded-output',
  'nothing-left',
] as const;

/** One of them. */
export type SandboxLimit = (typeof SANDBOX_LIMITS)[number];

/** What was seen of a limit. */
export interface LimitFinding {
  readonly limit: SandboxLimit;
  readonly holds: boolean;
  /** What was tried, and what came of it. */
  readonly found: string;
  /** What to do where it does not hold. */
  readonly mend: string;
}

const RIGHTS =
  'give the service root with CAP_SYS_ADMIN, CAP_SETUID, CAP_SETGID and CAP_SETPCAP, outside of other sandboxes';
const CGROUPS =
  'let the service make cgroups: mount them writable, or delegate one without processes and name it in SANDBOX_CGROUP';

const MENDS: Readonly<Record<SandboxLimit, string>> = {
  'cgroup-memory': CGROUPS,
  'cgroup-processes': CGROUPS,
  namespaces: RIGHTS,
  'own-user':
    'set SANDBOX_USER to a number that no user of this host has, and give the service CAP_SETUID and CAP_SETGID',
  'no-new-privileges': 'use setpriv of util-linux 2.31 or later',
  'no-capabilities': 'use setpriv of util-linux 2.31 or later, and give the service CAP_SETPCAP',
  'read-only-root': RIGHTS,
  'no-host-files': RIGHTS,
  'empty-environment': 'use a POSIX shell as /bin/sh',
  'no-network': RIGHTS,
  'no-signals': RIGHTS,
  'scratch-size': 'use a kernel with tmpfs, and let the service mount it',
  'file-size': 'use a POSIX shell with ulimit -f as /bin/sh',
  'open-files': 'use a shell with ulimit -n as /bin/sh',
  'no-core-dumps': 'use a shell with ulimit -c as /bin/sh',
  'cpu-time': 'use a shell with ulimit -t as /bin/sh',
  'wall-clock': 'let the service send signals to its children',
  'bounded-output': 'let the service send signals to its children',
  'nothing-left': 'look for what holds the processes of the run or its cgroup, and remove it',
};

/** Says what was found, with the mend that belongs to the limit. */
export const finding = (limit: SandboxLimit, holds: boolean, found: string): LimitFinding => ({
  limit,
  holds,
  found,
  mend: MENDS[limit],
});
