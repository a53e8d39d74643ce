import { TroupeError } from '@troupe/contracts';
import type { HookContext } from './hooks.ts';
import type { Ended } from './verdict.ts';

/** When a hook is asked. */
export type HookMoment = 'before' | 'after';

const CODES = { deny: 'DENIED', 'require-approval': 'APPROVAL_REQUIRED' } as const;

/**
 * Whether what is judged is left out. What a person has released needs no approval any more.
 * @throws TroupeError DENIED · APPROVAL_REQUIRED
 */
export const isSkipped = ({ kind, reason }: Ended, moment: HookMoment, { log, approval }: HookContext): boolean => {
  if (kind === 'skip') log.info({ reason, moment }, 'skipped by a hook');
  else if (kind === 'deny' || approval === undefined)
    throw new TroupeError(CODES[kind], reason, { details: { hook: moment } });
  return kind === 'skip';
};
