import type { Disposal } from './disposal.ts';
import type { DockerOffer } from './docker/availability.ts';
import type { DockerContext } from './docker/docker-context.ts';
import { networkName } from './docker/engine.ts';
import type { EmbeddedContext } from './embedded/embedded-context.ts';
import type { RunFolder } from './run-folder.ts';
import type { ServerName, StartContext } from './server.ts';
import type { StackKinds } from './stack-choice.ts';

/** What a start of the three servers works with. */
export interface StackPlan {
  readonly context: StartContext & { readonly cacheDir: string };
  readonly kinds: StackKinds;
  readonly folder: RunFolder;
  readonly disposal: Disposal;
  /** Aborted when one of them fails, so that the others do not go on. */
  readonly abort: AbortController;
  readonly docker: DockerOffer | undefined;
}

/** What an embedded server of this start needs to know. */
export const embeddedContext = ({ context, folder, disposal }: StackPlan, name: ServerName): EmbeddedContext => ({
  ...context,
  runDir: folder.path,
  watch: { onSpawn: folder.noteServer, onDeath: context.progress },
  onStarted: (server) => disposal.addServer(name, () => server.dispose()),
});

/** What a server in Docker of this start needs to know; undefined when it does not run there. */
export const dockerContext = (
  { context, kinds, folder, docker }: StackPlan,
  name: ServerName,
): DockerContext | undefined => {
  const image = docker?.images[name];
  if (docker === undefined || image === undefined || kinds[name] !== 'docker') return undefined;
  return { ...context, engine: docker.engine, image, run: folder.name, network: networkName(folder.name) };
};
