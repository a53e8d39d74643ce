import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findBaseFolder } from './base-folder.ts';
import type { ConsoleProgress } from './console-progress.ts';
import { discoverServices, type Service } from './fleet/discover-services.ts';
import { startFleet, type Fleet } from './fleet/fleet.ts';
import { provision } from './fleet/provision.ts';
import { findPort } from './ports.ts';
import { createRunFolder } from './run-folder.ts';
import { stackError } from './stack-error.ts';
import { startStack, type LocalStack } from './stack.ts';

/** The whole system on this machine: servers, schemas, topics, services. */
export interface Troupe {
  readonly gatewayUrl: string;
  /** What a service or a command needs in its environment to work with this system. */
  readonly env: NodeJS.ProcessEnv;
  /** Stops all that was started, in order, and nothing else. */
  stop(): Promise<void>;
}

/** What the system is started with. */
export interface TroupeOptions {
  readonly root: string;
  /** Whose services are started: see `discoverServices`. */
  readonly flow: string;
  /** Added to the environment of every service. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
  readonly progress: ConsoleProgress;
  /** Told when something ends that nobody asked to. */
  readonly onDeath: (message: string) => void;
  readonly signal: AbortSignal;
}

const PARTITIONS = 6;
const GATEWAY_PORT = 8080;

/** Starts everything and waits until every service is ready. @throws STACK_FAILED; nothing is left running then */
export const startTroupe = async ({
  root,
  flow,
  env: added,
  progress,
  onDeath,
  signal,
}: TroupeOptions): Promise<Troupe> => {
  const services = discoverServices(root, { flow });
  const stack = await startStack({ progress: progress.step, ports: 'usual', signal });
  const stopping: (() => Promise<void>)[] = [stack.stop];
  const stop = async (): Promise<void> => {
    for (const end of stopping.splice(0).reverse()) await end();
  };
  try {
    progress.step(`servers are ready: ${stack.description}`);
    const env = { ...environmentOf(stack), ...added };
    await provision(
      {
        kafkaBrokers: stack.kafkaBrokers,
        schemaRegistryUrl: stack.schemaRegistryUrl,
        prefix: env['TROUPE_PREFIX'] ?? '',
        partitions: PARTITIONS,
      },
      services,
    );
    progress.step('schemas are registered and topics created');
    const fleet = await startServices({ services, env, progress, onDeath, onStarted: (end) => stopping.push(end) });
    const gatewayUrl = fleet.urls.get('gateway');
    if (gatewayUrl === undefined) throw stackError('There is no gateway among the services', 'restore apps/gateway');
    return { gatewayUrl, env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const environmentOf = (stack: LocalStack): NodeJS.ProcessEnv => ({
  ...process.env,
  KAFKA_BROKERS: stack.kafkaBrokers.join(','),
  SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
  DATABASE_URL: stack.databaseUrl,
  TROUPE_PARTITIONS: String(PARTITIONS),
});

const startServices = async (options: {
  services: readonly Service[];
  env: NodeJS.ProcessEnv;
  progress: ConsoleProgress;
  onDeath: (message: string) => void;
  onStarted: (end: () => Promise<void>) => void;
}): Promise<Fleet> => {
  const { services, env, progress, onDeath, onStarted } = options;
  const folder = createRunFolder(await findBaseFolder(progress.step));
  onStarted(folder.remove);
  progress.step(`starting ${services.length} services; their logs: ${folder.path}`);
  const fleet = await startFleet({
    services,
    env,
    ports: { gateway: await findPort(GATEWAY_PORT) },
    logFolder: folder.path,
    onSpawn: folder.noteServer,
    onDeath,
    progress: progress.step,
  });
  onStarted(fleet.stop);
  return fleet;
};

/** Runs a command of a service to its end. @throws STACK_FAILED with what it wrote when it fails */
export const runCommand = (args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(
            stackError(
              `\`node ${args.join(' ')}\` ended with code ${code}:\n${output}`,
              'mend what it says and start again',
            ),
          ),
    );
  });

/** Fills the warehouse with what the example orders ask for; some of them will find it short. */
export const stockWarehouse = (root: string, env: NodeJS.ProcessEnv): Promise<string> =>
  runCommand(
    [join(root, 'apps/inventory-agent/src/stock-goods.ts'), join(root, 'examples/orders/products.json')],
    env,
    root,
  );
