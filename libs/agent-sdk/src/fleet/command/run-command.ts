import { TroupeError } from '@troupe/contracts';
import { connectKafka, createRegistryCodec, type Codec, type Messaging } from '@troupe/messaging';
import { loadServiceConfig } from '../../config.ts';
import { instruct } from '../instruct.ts';
import { readFleet } from '../read-fleet.ts';
import { FleetUsageError, readAgentsArguments, readControlArguments } from './arguments.ts';
import { printFleet } from './print-fleet.ts';

/** Where a command writes. */
export interface CommandOutput {
  out(line: string): void;
  err(line: string): void;
}

/** What a command is run with. */
export interface CommandOptions extends CommandOutput {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

interface Servers {
  readonly messaging: Messaging;
  readonly codec: Codec;
}

/** Runs something with servers, and says what went wrong. The exit code: 0 done, 1 refused or a server is away, 2 how it is used. */
const runCommand = async (
  { env, err }: CommandOptions,
  run: () => (servers: Servers) => Promise<void>,
): Promise<number> => {
  try {
    const work = run();
    const { brokers, name, prefix, partitions, ssl, sasl, registryUrl } = loadServiceConfig(env, {
      name: 'troupe-fleet',
      database: false,
    });
    const messaging = connectKafka({ brokers, clientId: name, prefix, partitions, ssl, ...(sasl && { sasl }) });
    try {
      if (!(await messaging.ready()))
        throw new TroupeError(
          'KAFKA_UNAVAILABLE',
          `Kafka does not answer at ${brokers.join(', ')}: check KAFKA_BROKERS`,
        );
      await work({ messaging, codec: createRegistryCodec({ url: registryUrl, prefix }) });
    } finally {
      await messaging.close();
    }
    return 0;
  } catch (error) {
    err(
      TroupeError.is(error)
        ? `${error.code}: ${error.message}`
        : String(error instanceof Error ? error.message : error),
    );
    return error instanceof FleetUsageError ? 2 : 1;
  }
};

/** `npm run agents`: says who is there. Gives the exit code. */
export const runAgents = (options: CommandOptions): Promise<number> =>
  runCommand(options, () => {
    const { json } = readAgentsArguments(options.args);
    return async (servers) => {
      const fleet = await readFleet(servers);
      options.out(json ? JSON.stringify({ agents: fleet }) : printFleet(fleet, Date.now()));
    };
  });

/** `npm run control`: tells an agent what to do. Gives the exit code. */
export const runControl = (options: CommandOptions): Promise<number> =>
  runCommand(options, () => {
    const { instruction, json } = readControlArguments(options.args);
    return async ({ messaging, codec }) => {
      const { agent, instance = null, action, concurrency = null } = instruction;
      const fleet = await readFleet({ messaging, codec });
      const known = fleet.find(({ name }) => name === agent);
      if (known === undefined || known.stale)
        options.err(`no instance of ${agent} is there now: it will obey when one starts, if that is its name`);
      else if (instance !== null && !known.instances.some((each) => each.instance === instance && !each.stale))
        throw new TroupeError(
          'CONFIG_INVALID',
          `${agent} has no instance ${instance}: npm run agents lists those there are`,
        );
      await instruct(instruction, { publisher: await messaging.publisher(), codec });
      options.out(
        json ? JSON.stringify({ instruction }) : `${agent}: ${action}${concurrency === null ? '' : ` ${concurrency}`}`,
      );
    };
  });
