import { TroupeError, type AgentInstructedInput } from '@troupe/contracts';
import { connectKafka, createRegistryCodec, type Codec, type Messaging } from '@troupe/messaging';
import { runCommand, type CommandAnswer } from '../../command/index.ts';
import { loadServiceConfig } from '../../config.ts';
import { instruct } from '../instruct.ts';
import { readFleet } from '../read-fleet.ts';
import { AGENTS_USAGE, CONTROL_USAGE, readAgentsArguments, readControlArguments } from './arguments.ts';
import { printFleet } from './print-fleet.ts';

/** What a command about the fleet is run with. */
export interface FleetCommandOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

interface Servers {
  readonly messaging: Messaging;
  readonly codec: Codec;
}

/** @throws TroupeError CONFIG_INVALID, KAFKA_UNAVAILABLE */
const withServers = async <Result>(
  env: NodeJS.ProcessEnv,
  work: (servers: Servers) => Promise<Result>,
): Promise<Result> => {
  const config = loadServiceConfig(env, { name: 'troupe-fleet', database: false });
  const { brokers, name, prefix, partitions, ssl, sasl, registryUrl } = config;
  const messaging = connectKafka({ brokers, clientId: name, prefix, partitions, ssl, ...(sasl && { sasl }) });
  try {
    if (await messaging.ready())
      return await work({ messaging, codec: createRegistryCodec({ url: registryUrl, prefix }) });
    const where = brokers.join(', ');
    throw new TroupeError('KAFKA_UNAVAILABLE', `Kafka does not answer at ${where}: check KAFKA_BROKERS`);
  } finally {
    await messaging.close();
  }
};

/** `npm run agents`: says who is there. Gives the exit code: 0 done or helped, 1 a server is away, 2 usage. */
export const runAgents = ({ args, env, out, err }: FleetCommandOptions): Promise<number> =>
  runCommand({
    usage: AGENTS_USAGE,
    out,
    err,
    run: async () => {
      const { json } = readAgentsArguments(args);
      const agents = await withServers(env, readFleet);
      return { json: { agents }, text: printFleet(agents, Date.now()), asJson: json };
    },
  });

/** Whom nobody hears may start later; an instance that is not there never comes. @throws TroupeError CONFIG_INVALID */
const warningFor = async (
  { agent, instance = null }: AgentInstructedInput,
  servers: Servers,
): Promise<string | undefined> => {
  const known = (await readFleet(servers)).find(({ name }) => name === agent);
  if (known === undefined || known.stale)
    return `no instance of ${agent} is there now: it will obey when one starts, if that is its name`;
  if (instance === null || known.instances.some((each) => each.instance === instance && !each.stale)) return undefined;
  throw new TroupeError('CONFIG_INVALID', `${agent} has no instance ${instance}: npm run agents lists those there are`);
};

const told = (instruction: AgentInstructedInput): CommandAnswer => {
  const { agent, action, concurrency = null } = instruction;
  return {
    json: { instruction },
    text: [`${agent}: ${action}`, ...(concurrency === null ? [] : [concurrency])].join(' '),
  };
};

/** `npm run control`: tells an agent what to do. Gives the exit code: 0 done or helped, 1 refused or a server is away, 2 usage. */
export const runControl = ({ args, env, out, err }: FleetCommandOptions): Promise<number> =>
  runCommand({
    usage: CONTROL_USAGE,
    out,
    err,
    run: async () => {
      const { instruction, json } = readControlArguments(args);
      await withServers(env, async (servers) => {
        const warning = await warningFor(instruction, servers);
        if (warning !== undefined) err(warning);
        await instruct(instruction, { publisher: await servers.messaging.publisher(), codec: servers.codec });
      });
      return { ...told(instruction), asJson: json };
    },
  });
