import type { Dependency } from '@troupe/agent-sdk';
import type { SandboxProbe } from '@troupe/sandbox';

const checkOf = (name: string, available: boolean): Dependency => ({
  name,
  available: () => available,
  observe: () => undefined,
});

/** What /health/ready says of the sandbox: `sandbox`, and each limit that does not hold as `sandbox-<limit>`. */
export const sandboxChecks = (probe: SandboxProbe): readonly Dependency[] => [
  { ...checkOf('sandbox', probe.missing.length === 0), close: () => probe.close() },
  ...probe.missing.map(({ limit }) => checkOf(`sandbox-${limit}`, false)),
];
