import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BROKER_SETTINGS, renderProperties } from '../kafka-settings.ts';
import { jvmFlags } from '../jvm-settings.ts';
import { brokerIsReady } from '../kafka-probe.ts';
import { findPort, LOOPBACK } from '../ports.ts';
import type { Server } from '../server.ts';
import { stackError } from '../stack-error.ts';
import { ChildServer } from './child-server.ts';
import { type EmbeddedContext, startOnFreePort } from './embedded-context.ts';
import { findJava } from './java.ts';
import { pomVersion, resolveByMaven } from './maven-cache.ts';

const run = promisify(execFile);

const POM = join(import.meta.dirname, '../../kafka/pom.xml');
const USUAL_PORT = 9092;
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
  const request = { title: 'Kafka', pom: POM, size: '45 MB', insteadSet: 'KAFKA_BROKERS' };
  const goal = 'dependency:copy-dependencies';
  const jars = await resolveByMaven({ ...request, goal, cacheDir, env, progress, signal });
  const version = pomVersion(POM, 'kafka_2.13');
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
  readonly java: string;
  readonly jars: string;
  readonly port: number;
  readonly attempt: number;
}

const prepareBroker = async ({ context, java, jars, port, attempt }: BrokerPlan): Promise<ChildServer> => {
  const folder = join(context.runDir, `kafka-${attempt}`);
  mkdirSync(folder, { recursive: true });
  const properties = join(folder, 'server.properties');
  writeFileSync(
    properties,
    brokerProperties({ port, controllerPort: await findPort(), dataDir: join(folder, 'data') }),
  );
  const classPath = join(jars, '*');
  await formatStorage({ java, classPath, properties, env: context.env, signal: context.signal });
  const logging = ['-Dorg.slf4j.simpleLogger.showDateTime=true', '-Dorg.slf4j.simpleLogger.showThreadName=false'];
  return new ChildServer({
    title: 'Kafka',
    command: java,
    args: [
      ...HEAP,
      ...jvmFlags(context.brokerLife),
      ...logging,
      '-Djava.awt.headless=true',
      '-cp',
      classPath,
      'kafka.Kafka',
      properties,
    ],
    env: context.env,
    logFile: join(context.runDir, 'kafka.log'),
    stopSignal: 'SIGTERM',
    readyWithinMs: READY_WITHIN_MS,
    saysReady: /Kafka Server started/,
    isReady: () => brokerIsReady({ host: LOOPBACK, port }),
    portTaken: /BindException|Address already in use/,
    advice: 'read the log above; a broker of your own can be given by KAFKA_BROKERS',
    ...context.watch,
  });
};

/** The whole configuration of the embedded broker. */
export const brokerProperties = (place: { port: number; controllerPort: number; dataDir: string }): string =>
  renderProperties({
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://${LOOPBACK}:${place.port},CONTROLLER://${LOOPBACK}:${place.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${LOOPBACK}:${place.port}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@${LOOPBACK}:${place.controllerPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': place.dataDir,
    ...BROKER_SETTINGS,
  });

interface StorageFormat {
  readonly java: string;
  readonly classPath: string;
  readonly properties: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const formatStorage = async ({ java, classPath, properties, env, signal }: StorageFormat): Promise<void> => {
  // A leading dash would be taken for an option.
  const clusterId = `T${randomBytes(16).toString('base64url').slice(1, 22)}`;
  const args = [
    ...jvmFlags('short'),
    '-cp',
    classPath,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    clusterId,
    '-c',
    properties,
  ];
  try {
    await run(java, args, { env, signal, timeout: READY_WITHIN_MS });
  } catch (error) {
    signal.throwIfAborted();
    const said = (error as { stderr?: string }).stderr?.trim() ?? '';
    throw stackError(`Kafka's storage could not be formatted: ${said}`, 'check that the folder can be written', error);
  }
};
