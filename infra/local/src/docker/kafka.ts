import { brokerIsReady } from '../kafka-probe.ts';
import { jvmFlags } from '../jvm-settings.ts';
import { BROKER_SETTINGS, renderEnvironment } from '../kafka-settings.ts';
import type { Server } from '../server.ts';
import { containerServer } from './container-server.ts';
import { type DockerContext, startContainer } from './docker-context.ts';

const CLIENT_PORT = 9093;

/** Starts Kafka from an image that keeps to the interface of Confluent's, tag 8.0.0 or newer. @throws STACK_FAILED */
export const startKafkaInDocker = async (
  context: DockerContext,
): Promise<Server & { readonly brokers: readonly string[] }> => {
  const { FixedPortKafkaContainer } = await import('./kafka-container.ts');
  const { engine, image, progress, brokerLife } = context;
  const container = await startContainer(context, {
    title: 'Kafka',
    usualPort: 9092,
    containerPort: CLIENT_PORT,
    build: (port) =>
      new FixedPortKafkaContainer(image, port).withEnvironment({
        ...renderEnvironment(BROKER_SETTINGS),
        KAFKA_JVM_PERFORMANCE_OPTS: jvmFlags(brokerLife).join(' '),
      }),
  });
  const [host, port] = [container.getHost(), container.getMappedPort(CLIENT_PORT)];
  const server = await containerServer({
    title: 'Kafka',
    engine,
    container,
    image,
    progress,
    address: `${host}:${port}`,
    isReady: () => brokerIsReady({ host, port }),
    // The first process of the container is a shell that waits for Kafka and passes no signal on.
    requestEnd: () => container.exec(['bash', '-c', 'kill -TERM -1']),
  });
  return { ...server, brokers: [`${host}:${port}`] };
};
