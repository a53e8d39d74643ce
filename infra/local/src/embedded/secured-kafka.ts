import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultCacheFolder } from '../base-folder.ts';
import { jvmFlags } from '../jvm-settings.ts';
import { BROKER_SETTINGS, renderProperties } from '../kafka-settings.ts';
import { findPort, LOOPBACK } from '../ports.ts';
import { ChildServer } from './child-server.ts';
import { findJava } from './java.ts';
import { KAFKA_POM } from './kafka.ts';
import { resolveByMaven } from './maven-cache.ts';

const run = promisify(execFile);

/** Accounts of a secured broker, each with its password; `admin` may do everything. */
export type Accounts = Readonly<Record<string, string>> & { readonly admin: string };

/** A broker that asks everybody who they are, over TLS, and checks what they may. */
export interface SecuredKafka {
  readonly brokers: readonly string[];
  /** The file with the certificate that its own is to be checked with. */
  readonly caFile: string;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 90_000;
const STORE_PASSWORD = 'only-for-a-moment';
const MECHANISM = 'SCRAM-SHA-512';

/** A certificate for the loopback address, which is its own authority, for a day. */
const makeCertificate = async (folder: string): Promise<{ caFile: string; storeFile: string }> => {
  const [key, caFile, storeFile] = ['key.pem', 'ca.pem', 'broker.p12'].map((name) => join(folder, name)) as [string, string, string]; // prettier-ignore
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const subject = ['-subj', '/CN=troupe-test', '-addext', `subjectAltName=IP:${LOOPBACK}`];
  await run('openssl', ['req', '-x509', ...curve, '-nodes', '-days', '1', ...subject, '-keyout', key, '-out', caFile]);
  const password = `pass:${STORE_PASSWORD}`;
  await run('openssl', ['pkcs12', '-export', '-in', caFile, '-inkey', key, '-out', storeFile, '-passout', password]);
  return { caFile, storeFile };
};

/** @internal Everything of a broker with one listener for clients, and one for the controller that only this process uses. */
const securedProperties = (place: {
  port: number;
  controllerPort: number;
  folder: string;
  caFile: string;
  storeFile: string;
}): string =>
  renderProperties({
    ...BROKER_SETTINGS,
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `CLIENTS://${LOOPBACK}:${place.port},CONTROLLER://${LOOPBACK}:${place.controllerPort}`,
    'advertised.listeners': `CLIENTS://${LOOPBACK}:${place.port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'CLIENTS',
    'controller.quorum.voters': `1@${LOOPBACK}:${place.controllerPort}`,
    'listener.security.protocol.map': 'CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': MECHANISM,
    'sasl.mechanism.inter.broker.protocol': MECHANISM,
    'listener.name.clients.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required username="admin" password="unused";',
    'listener.name.clients.ssl.keystore.type': 'PKCS12',
    'listener.name.clients.ssl.keystore.location': place.storeFile,
    'listener.name.clients.ssl.keystore.password': STORE_PASSWORD,
    'listener.name.clients.ssl.truststore.type': 'PEM',
    'listener.name.clients.ssl.truststore.location': place.caFile,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': false,
    // The controller's own listener knows nobody by name; it is reached from this process alone.
    'super.users': 'User:admin;User:ANONYMOUS',
    'log.dirs': join(place.folder, 'data'),
  });

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port }, () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * Starts a Kafka of its own that knows these accounts by SCRAM, speaks nothing but TLS to clients, and gives nobody but
 * `admin` any right. For tests: its certificate is made here and lasts a day. Needs Java, Maven and openssl.
 * @throws STACK_FAILED
 */
export const startSecuredKafka = async (accounts: Accounts): Promise<SecuredKafka> => {
  const { env } = process;
  const { command: java } = await findJava(env);
  const signal = AbortSignal.timeout(READY_WITHIN_MS);
  const request = { title: 'Kafka', pom: KAFKA_POM, size: '45 MB', insteadSet: 'KAFKA_BROKERS' };
  const place = { cacheDir: defaultCacheFolder(env), env, progress: () => undefined, signal };
  const jars = await resolveByMaven({ ...request, goal: 'dependency:copy-dependencies', ...place });
  const folder = mkdtempSync(join(tmpdir(), 'troupe-secured-kafka-'));
  mkdirSync(join(folder, 'data'));
  const { caFile, storeFile } = await makeCertificate(folder);
  const [port, controllerPort] = [await findPort(), await findPort()];
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, securedProperties({ port, controllerPort, folder, caFile, storeFile }), { mode: 0o600 });
  const jvm = [...jvmFlags('short'), '-Xms128m', '-Xmx384m', '-cp', join(jars, '*')];
  const scram = Object.entries(accounts).flatMap(([name, password]) => ['--add-scram', `${MECHANISM}=[name=${name},password=${password}]`]); // prettier-ignore
  await run(java, [
    ...jvm,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    'TROUPESECUREDKAFKA0000',
    '-c',
    properties,
    ...scram,
  ]);
  const server = new ChildServer({
    title: 'Kafka',
    command: java,
    args: [...jvm, '-Djava.awt.headless=true', 'kafka.Kafka', properties],
    env,
    logFile: join(folder, 'kafka.log'),
    stopSignal: 'SIGKILL',
    readyWithinMs: READY_WITHIN_MS,
    saysReady: /Kafka Server started/,
    isReady: () => answers(port),
    portTaken: /BindException|Address already in use/,
    advice: 'read the log above',
    onSpawn: () => undefined,
    onDeath: () => undefined,
  });
  await server.start(signal);
  return {
    brokers: [`${LOOPBACK}:${port}`],
    caFile,
    stop: async () => {
      await server.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
