import type { ContainerRuntimeClient, GenericContainer, StartedTestContainer } from 'testcontainers';
import { onFreePort, PortTaken } from '../ports.ts';
import type { StartContext } from '../server.ts';
import { stackError } from '../stack-error.ts';
import { RUN_LABEL } from './engine.ts';

/** What a server in Docker needs to know to start. */
export interface DockerContext extends StartContext {
  readonly engine: ContainerRuntimeClient;
  readonly image: string;
  /** The name of the run, which labels the container. */
  readonly run: string;
  /** The network on which containers of the run find one another. */
  readonly network: string;
}

/** A container about to be started, and the port inside it that clients reach. */
export interface ContainerPlan {
  readonly title: string;
  readonly usualPort: number;
  readonly containerPort: number;
  /** Made anew for every attempt, to be reached at this port of the host. */
  readonly build: (port: { readonly container: number; readonly host: number }) => GenericContainer;
}

/** Starts a container on a host port that stays the same when it restarts: one that the engine picks would change. */
export const startContainer = (
  context: DockerContext,
  { title, usualPort, containerPort, build }: ContainerPlan,
): Promise<StartedTestContainer> => {
  const { image, run, progress, usualPorts } = context;
  progress(`${title}: starting in Docker (${image})`);
  return onFreePort({
    usualPort: usualPorts ? usualPort : undefined,
    progress,
    start: async (host) => {
      const container = build({ container: containerPort, host })
        .withLabels({ [RUN_LABEL]: run })
        // The lock file of the run sees to that, without another container from an image that a hub must serve.
        .withAutoCleanup(false);
      return container.start().catch((error: unknown) => {
        throw startFailure(title, image, error);
      });
    },
  });
};

const startFailure = (title: string, image: string, error: unknown): Error => {
  const said = error instanceof Error ? error.message : String(error);
  if (/port is already allocated|address already in use/.test(said)) return new PortTaken(title, { cause: error });
  return stackError(
    `${title} could not be started in Docker (${image}): ${said}`,
    'check the image and `docker logs` of its container, or set TROUPE_STACK=embedded',
    error,
  );
};
