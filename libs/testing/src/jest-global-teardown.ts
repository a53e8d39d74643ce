import { stackForTeardown } from './jest-global-stack.ts';

/** Jest calls it once after the last spec. */
const stopSharedStack = async (): Promise<void> => {
  await stackForTeardown()?.stop();
};

export { stopSharedStack as default };
