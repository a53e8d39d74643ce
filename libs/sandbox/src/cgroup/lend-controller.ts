import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureError } from '@troupe/contracts';
import type { Controller } from './places.ts';

const wordsIn = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, 'utf8').catch(() => '')).split(/\s+/).filter(Boolean);

/**
 * Lets those below a cgroup of version 2 be limited by a controller: it has to be offered to the cgroup, and the cgroup may
 * hold no process itself.
 * @throws Error saying which of that is in the way
 */
export const lendController = async (folder: string, controller: Controller): Promise<void> => {
  const offered = await wordsIn(join(folder, 'cgroup.controllers'));
  if (!offered.includes(controller))
    throw new Error(`no ${controller} controller is offered there, only ${offered.join(', ') || 'none'}`);
  const lent = join(folder, 'cgroup.subtree_control');
  try {
    await writeFile(lent, `+${controller}`);
  } catch (error) {
    // It may be lent already, by whoever may write here.
    if ((await wordsIn(lent)).includes(controller)) return;
    throw new Error(`${controller} cannot be lent to cgroups below it while processes are in it (${ensureError(error).message})`); // prettier-ignore
  }
};
