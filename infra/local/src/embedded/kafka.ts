import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BROKER_SETTINGS, renderProperties } from '../kafka-settings.ts';
import { jvmFlags } from '../jvm-settings.ts';
import { brokerIsReady } from '../kafka-probe.ts';
import { findPort, LOOPBACK } from '../ports.ts';
import type { Server } from '../server.ts';
import { ChildServer } from './child-server.ts';
import { classArchive } from './class-archive.ts';
import { type EmbeddedContext, startOnFreePort } from './embedded-context.ts';
import { findJava, type Java } from './java.ts';
import { formatStorage } from './kafka-storage.ts';
import { pomVersion, resolveByMaven } from './maven-cache.ts';

/** Names the broker's artifacts. */
export const KAFKA_POM = join(import.meta.dirname, '../../kafka/pom.xml');
const USUAL_PORT = 9092;
const NODE_ID = 1;
const HEAP = ['-Xms256m', '-Xmx512m'];
const READY_WITHIN_MS = 90_000;

/** A broker that runs as a process of ours. */
export interface EmbeddedKafka extends Server {
  readonly brokers: readonly string[];
}

/** Starts one Kafka process, broker and controller in one, with an empty log. @throws STACK_FAILED */
export const startEmbeddedKafka = async (context: EmbeddedContext): Promise<EmbeddedKafka> => {
  const { env, progress, signal, cacheDir } = context;
  const java = await findJava(env);
  const request = { title: 'Kafka', pom: KAFKA_POM, size: '45 MB', insteadSet: 'KAFKA_BROKERS' };
  const goal = 'dependency:copy-dependencies';
  const jars = await resolveByMaven({ ...request, goal, cacheDir, env, progress, signal });
  const version = pomVersion(KAFKA_POM, 'kafka_2.13');
  progress(`Kafka ${version}: starting`);
  const { server, port } = await startOnFreePort({
    context,
    usualPort: USUAL_PORT,
    prepare: (chosen, attempt) => prepareBroker({ context, java, jars, port: chosen, attempt }),
  });
  progress(`Kafka ${version}: ready on ${LOOPBACK}:${port}`);
  return {
    kind: 'embedded',
    description: `Apache Kafka ${version}`,
    brokers: [`${LOOPBACK}:${port}`],
    start: () => server.start(),
    stop: () => server.stop(),
    kill: () => server.kill(),
  };
};

interface BrokerPlan {
  readonly context: EmbeddedContext;
  readonly java: Java;
  readonly jars: string;
  readonly port: number;
  readonly attempt: number;
}

const prepareBroker = async ({ context, java, jars, port, attempt }: BrokerPlan): Promise<ChildServer> => {
  const folder = join(context.runDir, `kafka-${attempt}`);
  mkdirSync(folder, { recursive: true });
  const properties = join(folder, 'server.properties');
  const dataDir = join(folder, 'data');
  writeFileSync(properties, brokerProperties({ port, controllerPort: await findPort(), dataDir }));
  const { env, signal, runDir } = context;
  await formatStorage({ java: java.command, jars, properties, nodeId: NODE_ID, dataDir, env, signal });
  const classes = classArchive({ jars, javaVersion: java.version, runDir });
  const logging = ['-Dorg.slf4j.simpleLogger.showDateTime=true', '-Dorg.slf4j.simpleLogger.showThreadName=false'];
  return new ChildServer({
    title: 'Kafka',
    command: java.command,
    args: [
      ...HEAP,
      ...jvmFlags(context.brokerLife),
      ...classes.flags,
      ...logging,
      '-Djava.awt.headless=true',
      '-cp',
      join(jars, '*'),
      'kafka.Kafka',
      properties,
    ],
    env,
    logFile: join(runDir, 'kafka.log'),
    stopSignal: 'SIGTERM',
    readyWithinMs: READY_WITHIN_MS,
    saysReady: /Kafka Server started/,
    isReady: () => brokerIsReady({ host: LOOPBACK, port }),
    portTaken: /BindException|Address already in use/,
    advice: 'read the log above; a broker of your own can be given by KAFKA_BROKERS',
    onExit: classes.keep,
    stopWithinMs: classes.stopWithinMs,
    ...context.watch,
  });
};

/** The whole configuration of the embedded broker. */
export const brokerProperties = (place: { port: number; controllerPort: number; dataDir: string }): string =>
  renderProperties({
    'process.roles': 'broker,controller',
    'node.id': NODE_ID,
    listeners: `PLAINTEXT://${LOOPBACK}:${place.port},CONTROLLER://${LOOPBACK}:${place.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${LOOPBACK}:${place.port}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `${NODE_ID}@${LOOPBACK}:${place.controllerPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': place.dataDir,
    ...BROKER_SETTINGS,
  });
