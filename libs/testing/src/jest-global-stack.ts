import type { LocalStack } from '@troupe/local-stack';

/** Setup and teardown run in the main process of jest, which may load this file twice: the symbol is one for both. */
const key = Symbol.for('troupe.sharedStack');

/** `globalThis` with the place that only these two functions use. */
const holder = globalThis as typeof globalThis & { [key]?: LocalStack };

/** Called by the setup with what it started. */
export const keepStackForTeardown = (stack: LocalStack): void => {
  holder[key] = stack;
};

/** What the setup started, if it came that far. */
export const stackForTeardown = (): LocalStack | undefined => holder[key];
