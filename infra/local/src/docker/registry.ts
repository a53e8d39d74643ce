import { jvmFlags } from '../jvm-settings.ts';
import { registryEnvironment, registryIsReady, registryUrl } from '../registry-settings.ts';
import type { Server } from '../server.ts';
import { containerServer } from './container-server.ts';
import { type DockerContext, startContainer } from './docker-context.ts';

const PORT = 8080;
const START_WITHIN_MS = 120_000;

/** Starts Apicurio Registry with its storage in the run's database, once that is there. @throws STACK_FAILED */
export const startRegistryInDocker = async (
  context: DockerContext,
  { databaseUrlInDocker }: { databaseUrlInDocker: () => Promise<string> },
): Promise<Server & { readonly url: string }> => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const { engine, image, network, progress } = context;
  // Read by every JVM, however its image starts it.
  const jvm = { JAVA_TOOL_OPTIONS: jvmFlags('short').join(' ') };
  const environment = { ...registryEnvironment(await databaseUrlInDocker()), ...jvm };
  const container = await startContainer(context, {
    title: 'Apicurio Registry',
    usualPort: 8081,
    containerPort: PORT,
    build: (port) =>
      new GenericContainer(image)
        .withExposedPorts(port)
        .withEnvironment(environment)
        .withNetworkMode(network)
        .withNetworkAliases('registry')
        .withWaitStrategy(Wait.forHttp('/apis/ccompat/v7/subjects', PORT))
        .withStartupTimeout(START_WITHIN_MS),
  });
  const [host, port] = [container.getHost(), container.getMappedPort(PORT)];
  const url = registryUrl(host, port);
  const isReady = (): Promise<boolean> => registryIsReady(url);
  const server = await containerServer({
    title: 'Apicurio Registry',
    address: `${host}:${port}`,
    progress,
    engine,
    container,
    image,
    isReady,
  });
  return { ...server, url };
};
