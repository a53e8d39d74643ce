import { ensureError } from '@troupe/contracts';
import { prepareGround, type Ground, type SandboxOptions } from '../ground.ts';
import { finding, SANDBOX_LIMITS, type LimitFinding } from './finding.ts';
import { judgeLook } from './judge-look.ts';
import { lookAround } from './look.ts';
import { createProbe, type SandboxProbe } from './sandbox-probe.ts';
import { strainLimits } from './strain.ts';

/** Every limit once, in the order in which they are told; what was found nothing of does not hold. */
const complete = (found: readonly LimitFinding[], why: string): readonly LimitFinding[] =>
  SANDBOX_LIMITS.map((limit) => {
    const ofLimit = found.filter((one) => one.limit === limit);
    return ofLimit.find(({ holds }) => !holds) ?? ofLimit[0] ?? finding(limit, false, `not tried: ${why}`);
  });

const tryAll = async (ground: Ground): Promise<readonly LimitFinding[]> => {
  const look = await lookAround(ground);
  const seen = typeof look === 'string' ? [] : judgeLook(look);
  const why = typeof look === 'string' ? `no run starts: ${look}` : 'it was not asked';
  // Where nothing starts, nothing can be strained either.
  const strained = typeof look === 'string' ? [] : await strainLimits(ground);
  return complete([...seen, ...strained], why);
};

/**
 * Tries every limit of the sandbox on this machine, by doing what it must stop. Takes some seconds, once in the life of a
 * service. Throws nothing: what cannot even be tried does not hold.
 */
export const probeSandbox = async (options: SandboxOptions = {}): Promise<SandboxProbe> => {
  if (process.platform !== 'linux') return createProbe(complete([], `this is ${process.platform}, and no Linux`));
  let ground: Ground | undefined;
  try {
    ground = await prepareGround(options);
    return createProbe(await tryAll(ground), ground);
  } catch (error) {
    return createProbe(complete([], ensureError(error).message), ground);
  }
};
