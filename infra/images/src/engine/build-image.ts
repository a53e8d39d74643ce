import { join } from 'node:path';
import { TroupeError } from '@troupe/contracts';
import { runProgram } from './docker.ts';

/** What an image is built from. */
export interface ImageOptions {
  readonly service: string;
  /** The folder with the bundles of services. */
  readonly bundles: string;
  /** The folder with the Dockerfile. */
  readonly recipe: string;
  /** The image that it stands on: Node 24 and bash. */
  readonly base: string;
  /** Of the image: its tag, and a label. */
  readonly version: string;
  /** The commit, for a label. */
  readonly revision: string;
}

/** An image that is there. */
export interface BuiltImage {
  readonly name: string;
  /** Unpacked, in bytes. */
  readonly bytes: number;
}

/** What an image of a service may hold at most: a node pulls it before the service starts there. */
export const MOST_BYTES = 250_000_000;

/** The name of a service's image. */
export const imageName = (service: string, version: string): string => `troupe/${service}:${version}`;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;

/** @throws TroupeError IMAGE_FAILED when an image is larger than it may be */
export const refuseLarge = ({ name, bytes }: BuiltImage): BuiltImage => {
  if (bytes < MOST_BYTES) return { name, bytes };
  const sizes = `${megabytes(bytes)}, and ${megabytes(MOST_BYTES)} is the limit`;
  throw new TroupeError(
    'IMAGE_FAILED',
    `${name} has ${sizes}: take a smaller BASE, or leave packages out of the service`,
  );
};

/** Builds the image of a bundled service. @throws TroupeError IMAGE_FAILED: what Docker says, or that it is too large */
export const buildImage = async (options: ImageOptions): Promise<BuiltImage> => {
  const { service, bundles, recipe, base, version, revision } = options;
  const name = imageName(service, version);
  const what = `building ${name}`;
  const given = { BASE: base, SERVICE: service, VERSION: version, REVISION: revision };
  const args = Object.entries(given).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]);
  const dockerfile = join(recipe, 'Dockerfile');
  // The classic builder: it needs no plugin, and nothing here gains from the other.
  await runProgram(
    'docker',
    ['build', '--quiet', ...args, '--tag', name, '--file', dockerfile, join(bundles, service)],
    {
      what,
      env: { DOCKER_BUILDKIT: '0' },
    },
  );
  const size = await runProgram('docker', ['image', 'inspect', '--format', '{{.Size}}', name], { what });
  return refuseLarge({ name, bytes: Number(size) });
};
