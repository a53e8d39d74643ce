import { startStack } from '@troupe/local-stack';
import { keepStackForTeardown } from './jest-global-stack.ts';
import { publishStack } from './stack-shared.ts';

/** Jest calls it once before the first integration or end-to-end spec; a run of unit specs alone never does. */
const startSharedStack = async (): Promise<void> => {
  const say = (message: string): void => void process.stderr.write(`${message}\n`);
  const stack = await startStack({ progress: say });
  keepStackForTeardown(stack);
  publishStack(stack);
  say(`integration tests use: ${stack.description}`);
};

export { startSharedStack as default };
