import type { HeldStep } from '@troupe/saga';

/** What goes after "no answer": who holds what of the step, or nothing. */
export const heldWords = (step: string, held: readonly HeldStep[]): string =>
  held
    .filter((each) => each.step === step)
    .map(({ agent, type, code }) => `: ${agent} holds ${type} (${code})`)
    .join('');
