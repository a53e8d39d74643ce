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

/** Which services are meant. */
export interface ServiceFilter {
  /** The flow that they take part in: those that name it as theirs in package.json, and those that name none. Default: all. */
  readonly flow?: string;
}

/** What a package.json says of its service. */
interface Manifest {
  readonly service?: unknown;
  readonly flow?: unknown;
}

/** Every service there is, by name: a new one is found without being listed anywhere. @throws STACK_FAILED without src/main.ts */
export const discoverServices = (root: string, { flow }: ServiceFilter = {}): readonly Service[] =>
  readdirSync(join(root, 'apps'))
    .sort()
    .filter((name) => isMeant(readManifest(join(root, 'apps', name, 'package.json')), flow))
    .map((name) => ({ name, main: requireMain(join(root, 'apps', name, 'src/main.ts')) }));

const isMeant = ({ service, flow }: Manifest, wanted: string | undefined): boolean =>
  service === true && (wanted === undefined || flow === undefined || flow === wanted);

const readManifest = (file: string): Manifest => {
  if (!existsSync(file)) return {};
  // Only two properties are read, and only compared.
  const { troupe = {} } = JSON.parse(readFileSync(file, 'utf8')) as { troupe?: Manifest };
  return troupe;
};

const requireMain = (main: string): string => {
  if (!existsSync(main))
    throw stackError(`A service has no ${main}`, 'write it, or take "troupe" out of its package.json');
  return main;
};
