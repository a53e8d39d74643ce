import { TroupeError } from '@troupe/contracts';

/** Why a generator writes nothing: what was asked for, and what to ask for instead. */
export const refusal = (problem: string, mend: string): TroupeError =>
  new TroupeError('DEFINITION_INVALID', `${problem}: ${mend}`);
