import { spawnSync } from 'node:child_process';
import type { Afterwards } from './file-tree.ts';
import { refusal } from './refusal.ts';

const run = (root: string, command: string, args: readonly string[]): void => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0)
    throw refusal(`\`${[command, ...args].join(' ')}\` did not succeed`, 'mend what it says, and run it again');
};

/** Makes the types of events, so that code can name them. */
export const contractsAfterwards =
  (root: string): Afterwards =>
  () =>
    run(root, process.execPath, ['libs/contracts/generator/main.ts']);

/** Makes everything that follows from schemas and definitions; npm is told of a new workspace first. */
export const everythingAfterwards =
  (root: string, { install }: { readonly install: boolean }): Afterwards =>
  () => {
    if (install) run(root, 'npm', ['install', '--prefer-offline']);
    contractsAfterwards(root)();
    run(root, process.execPath, ['apps/saga-coordinator/src/sagas/generate-index-main.ts']);
    run(root, process.execPath, ['infra/choreography/src/main.ts']);
  };
