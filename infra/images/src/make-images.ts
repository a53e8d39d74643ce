import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { discoverServices, type Service } from '@troupe/local-stack/services';
import { bundleService } from './bundle/bundle-service.ts';
import { buildImage, type BuiltImage } from './engine/build-image.ts';
import { runProgram } from './engine/docker.ts';

/** Which images are made. */
export interface ImagesOptions {
  /** The root of the repository. */
  readonly root: string;
  /** Of these services. */
  readonly services: readonly Service[];
  /** What they stand on. Default: an image that is built here, from Debian's packages and npm's Node. */
  readonly base?: string | undefined;
  /** Of the images. Default: that of package.json. */
  readonly version?: string | undefined;
  readonly progress: (message: string) => void;
}

const versionOf = (root: string): string => {
  // The root's package.json has a version: npm demands one of it.
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return version;
};

const buildBase = (root: string, progress: ImagesOptions['progress']): Promise<string> => {
  progress('making the image that they stand on, unless it is there');
  return runProgram('bash', [join(root, 'infra/images/node/build.sh')], { what: 'the image of Node' });
};

const revisionOf = (root: string): Promise<string> =>
  runProgram('git', ['-C', root, 'rev-parse', 'HEAD'], { what: 'asking git for the commit' }).catch(() => 'unknown');

/** What runs once before the services start: it registers schemas and makes topics. */
const provisionOf = (root: string): Service => ({
  name: 'provision',
  main: join(root, 'infra/broker/src/provision-main.ts'),
});

/** Every service of the repository and what provisions for them, or those of these names. */
export const servicesNamed = (
  root: string,
  names: readonly string[],
): readonly Service[] | { readonly unknown: string } => {
  const all = [...discoverServices(root), provisionOf(root)];
  const unknown = names.find((name) => !all.some((service) => service.name === name));
  if (unknown !== undefined) return { unknown };
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
};

/** Bundles services into folders of `.troupe/bundles`, each with the check of its health, and says where they are. */
export const bundleServices = async ({ root, services, progress }: ImagesOptions): Promise<string> => {
  const bundles = join(root, '.troupe/bundles');
  for (const { name, main } of services) {
    progress(`bundling ${name}`);
    const out = join(bundles, name);
    await bundleService({ root, main, out });
    copyFileSync(join(root, 'infra/images/service/healthy'), join(out, 'healthy'));
  }
  return bundles;
};

/** Bundles services and builds their images. @throws TroupeError IMAGE_FAILED: what Docker says, or one that is too large */
export const makeImages = async (options: ImagesOptions): Promise<readonly BuiltImage[]> => {
  const { root, services, progress } = options;
  const bundles = await bundleServices(options);
  const base = options.base ?? (await buildBase(root, progress));
  const version = options.version ?? versionOf(root);
  const revision = await revisionOf(root);
  const recipe = join(root, 'infra/images/service');
  const images: BuiltImage[] = [];
  for (const { name: service } of services) {
    progress(`building the image of ${service}`);
    images.push(await buildImage({ service, bundles, recipe, base, version, revision }));
  }
  return images;
};
