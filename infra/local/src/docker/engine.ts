import type { ContainerRuntimeClient } from 'testcontainers';

/** Marks the containers of a run, so that a later start finds what a killed one left. */
export const RUN_LABEL = 'io.troupe.run';

/** A Docker engine that answers, or undefined. Loading the client takes a moment: only for those who ask. */
export const findEngine = async (): Promise<ContainerRuntimeClient | undefined> => {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().catch(() => undefined);
};

/** Whether an image is on the engine, fetching it when it is not. */
export const haveImage = async (
  engine: ContainerRuntimeClient,
  image: string,
  progress: (message: string) => void,
): Promise<boolean> => {
  const { ImageName } = await import('testcontainers');
  const name = ImageName.fromString(image);
  if (await engine.image.exists(name)) return true;
  progress(`fetching the image ${image}`);
  await engine.image.pull(name).catch(() => undefined);
  // A pull that fails half-way is not always reported.
  return engine.image.exists(name);
};

/** Makes the network on which the containers of a run find one another. */
export const createNetwork = async (engine: ContainerRuntimeClient, run: string): Promise<void> => {
  await engine.network.create({ Name: networkName(run), Driver: 'bridge', Labels: { [RUN_LABEL]: run } });
};

/** Removes the containers and the network of a run; false when no engine answers. */
export const removeRunFromDocker = async (run: string): Promise<boolean> => {
  const engine = await findEngine();
  if (engine === undefined) return false;
  const { dockerode } = engine.container;
  const filters = { label: [`${RUN_LABEL}=${run}`] };
  const containers = await dockerode.listContainers({ all: true, filters });
  for (const { Id } of containers) await dockerode.getContainer(Id).remove({ force: true, v: true });
  const networks = await dockerode.listNetworks({ filters });
  for (const { Id } of networks) await dockerode.getNetwork(Id).remove();
  return true;
};

/** The network of a run's containers. */
export const networkName = (run: string): string => `troupe-${run}`;
