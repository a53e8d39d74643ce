import { TroupeError } from '@troupe/contracts';
import { clearGround, type Ground } from '../ground.ts';
import type { LimitFinding } from './finding.ts';

/** What was found of the sandbox of this machine. It is what runs are made with, when everything holds. */
export interface SandboxProbe {
  /** Every limit, each once. */
  readonly findings: readonly LimitFinding[];
  /** Those that do not hold. Code is run only when there are none. */
  readonly missing: readonly LimitFinding[];
  /** Removes what runs stand on. Not while one is running. */
  close(): Promise<void>;
}

/** The ground that a probe has found to hold. A look-alike that somebody wrote down has none. */
const grounds = new WeakMap<SandboxProbe, Ground>();

/** Makes a probe of findings; `ground` is what they were found on, if there is any. */
export const createProbe = (findings: readonly LimitFinding[], ground?: Ground): SandboxProbe => {
  const missing = findings.filter(({ holds }) => !holds);
  const close = async (): Promise<void> => {
    grounds.delete(probe);
    if (ground !== undefined) await clearGround(ground);
  };
  const probe: SandboxProbe = { findings, missing, close };
  if (ground !== undefined && missing.length === 0) grounds.set(probe, ground);
  return probe;
};

const refusal = ({ missing }: SandboxProbe): string => {
  if (missing.length === 0) return 'this probe is closed, or no probe: ask probeSandbox for one';
  return missing.map(({ limit, found, mend }) => `${limit} (${found}): ${mend}`).join('\n');
};

/** The ground of a probe. @throws TroupeError SANDBOX_INCOMPLETE naming every limit that does not hold, with its mend */
export const groundOf = (probe: SandboxProbe): Ground => {
  const ground = grounds.get(probe);
  if (ground !== undefined) return ground;
  throw new TroupeError('SANDBOX_INCOMPLETE', `Generated code is not run here: ${refusal(probe)}`, {
    details: { missing: probe.missing.map(({ limit }) => limit) },
  });
};
