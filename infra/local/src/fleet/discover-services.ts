import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackError } from '../stack-error.ts';

/** A service of this repository: a folder of apps/ whose package.json says `"troupe": { "service": true }`. */
export interface Service {
  /** The folder's name, which is also the consumer group of an agent. */
  readonly name: string;
  /** The file that runs it. */
  readonly main: string;
}

/** Every service there is, by name: a new one is found without being listed anywhere. @throws STACK_FAILED without src/main.ts */
export const discoverServices = (root: string): readonly Service[] =>
  readdirSync(join(root, 'apps'))
    .sort()
    .filter((name) => isService(join(root, 'apps', name, 'package.json')))
    .map((name) => ({ name, main: requireMain(join(root, 'apps', name, 'src/main.ts')) }));

const isService = (manifest: string): boolean => {
  if (!existsSync(manifest)) return false;
  // Only the one property is read, and only compared.
  const { troupe } = JSON.parse(readFileSync(manifest, 'utf8')) as { troupe?: { service?: unknown } };
  return troupe?.service === true;
};

const requireMain = (main: string): string => {
  if (!existsSync(main))
    throw stackError(`A service has no ${main}`, 'write it, or take "troupe" out of its package.json');
  return main;
};
