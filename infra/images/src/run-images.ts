import {
  parseOptions,
  runCommand,
  tableOf,
  UsageError,
  type CommandAnswer,
  type CommandOptions,
} from '@troupe/agent-sdk/command';
import type { BuiltImage } from './engine/build-image.ts';
import { bundleServices, makeImages, servicesNamed, type ImagesOptions } from './make-images.ts';

const USAGE = `usage: npm run images -- [<service>…] [--base <image>] [--version <version>] [--bundle] [--json]

Bundles services (default: all) into .troupe/bundles and builds the image troupe/<service>:<version> of each.

  --base <image>      what they stand on: Node 24 and bash, such as node:24-bookworm-slim. Default: one that is built here
                      from Debian's packages and npm's Node, which needs root and debootstrap
  --version <version> tag and label of the images. Default: the version in package.json
  --bundle            only bundle: for a build of images somewhere else
  --json              one JSON document instead of text`;

/** How the command is run. */
export interface RunImagesOptions extends Pick<CommandOptions, 'out' | 'err'> {
  readonly args: readonly string[];
  /** The folder of the repository. */
  readonly root: string;
}

const OPTIONS = {
  base: { type: 'string' },
  version: { type: 'string' },
  bundle: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

const printImages = (images: readonly BuiltImage[]): string =>
  tableOf([['image', 'size'], ...images.map(({ name, bytes }) => [name, `${Math.round(bytes / 1_000_000)} MB`])]).join(
    '\n',
  );

const answer = async (options: ImagesOptions, isBundle: boolean): Promise<CommandAnswer> => {
  if (isBundle) {
    const bundles = await bundleServices(options);
    return { json: { bundles }, text: `bundled into ${bundles}` };
  }
  const images = await makeImages(options);
  return { json: { images }, text: printImages(images) };
};

/** Runs `npm run images`. Resolves to the exit code: 0 built, 1 not, 2 usage. */
export const runImages = ({ args, root, out, err }: RunImagesOptions): Promise<number> =>
  runCommand({
    usage: USAGE,
    out,
    err,
    run: async () => {
      const { values, positionals } = parseOptions(args, OPTIONS);
      const services = servicesNamed(root, positionals);
      if ('unknown' in services) throw new UsageError(`there is no service '${services.unknown}' in apps/`);
      const { base, version } = values;
      return {
        ...(await answer({ root, services, base, version, progress: err }, values.bundle)),
        asJson: values.json,
      };
    },
  });
