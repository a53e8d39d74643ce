import { join } from 'node:path';
import { jvmFlags } from '../jvm-settings.ts';
import { LOOPBACK } from '../ports.ts';
import { registryEnvironment, registryIsReady, registryUrl } from '../registry-settings.ts';
import type { Server } from '../server.ts';
import { ChildServer } from './child-server.ts';
import { classArchive } from './class-archive.ts';
import { type EmbeddedContext, startOnFreePort } from './embedded-context.ts';
import { findJava, type Java } from './java.ts';
import { pomVersion, resolveByMaven } from './maven-cache.ts';

const POM = join(import.meta.dirname, '../../registry/pom.xml');
const USUAL_PORT = 8081;
const MEMORY = ['-Xms128m', '-Xmx320m'];
const READY_WITHIN_MS = 90_000;

/** A registry that runs as a process of ours. */
export interface EmbeddedRegistry extends Server {
  readonly url: string;
}

/** Starts Apicurio Registry with its storage in the database, once that is there. @throws STACK_FAILED */
export const startEmbeddedRegistry = async (
  context: EmbeddedContext,
  { databaseUrl }: { databaseUrl: () => Promise<string> },
): Promise<EmbeddedRegistry> => {
  const { env, progress, signal, cacheDir } = context;
  const java = await findJava(env);
  const request = { title: 'The schema registry', pom: POM, size: '105 MB', insteadSet: 'SCHEMA_REGISTRY_URL' };
  const folder = await resolveByMaven({ ...request, goal: 'dependency:unpack', cacheDir, env, progress, signal });
  const version = pomVersion(POM, 'apicurio-registry-app');
  const database = await databaseUrl();
  progress(`Apicurio Registry ${version}: starting`);
  const { server, port } = await startOnFreePort({
    context,
    usualPort: USUAL_PORT,
    prepare: (chosen) => prepareRegistry({ context, java, folder, version, port: chosen, database }),
  });
  progress(`Apicurio Registry ${version}: ready on ${LOOPBACK}:${port}`);
  return {
    kind: 'embedded',
    description: `Apicurio Registry ${version}`,
    url: registryUrl(LOOPBACK, port),
    start: () => server.start(),
    stop: () => server.stop(),
    kill: () => server.kill(),
  };
};

const prepareRegistry = (plan: {
  context: EmbeddedContext;
  java: Java;
  folder: string;
  version: string;
  port: number;
  database: string;
}): ChildServer => {
  const { context, java, folder, version, port, database } = plan;
  const jar = join(folder, `apicurio-registry-app-${version}-runner.jar`);
  const classes = classArchive({ jars: folder, javaVersion: java.version, runDir: context.runDir });
  return new ChildServer({
    title: 'Apicurio Registry',
    command: java.command,
    args: [...MEMORY, ...jvmFlags('short'), ...classes.flags, '-Djava.awt.headless=true', '-jar', jar],
    env: {
      ...context.env,
      ...registryEnvironment(database),
      QUARKUS_HTTP_HOST: LOOPBACK,
      QUARKUS_HTTP_PORT: String(port),
    },
    logFile: join(context.runDir, 'registry.log'),
    stopSignal: 'SIGTERM',
    readyWithinMs: READY_WITHIN_MS,
    isReady: () => registryIsReady(registryUrl(LOOPBACK, port)),
    portTaken: /already bound|Port \d+ seems to be in use|Address already in use/,
    advice: 'read the log above; a registry of your own can be given by SCHEMA_REGISTRY_URL',
    onExit: classes.keep,
    stopWithinMs: classes.stopWithinMs,
    ...context.watch,
  });
};
