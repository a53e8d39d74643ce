import { userInfo } from 'node:os';
import { parseOptions, required, UsageError, type Parsed } from '../../command/index.ts';

/** What `npm run dlq` was asked for. */
export type DlqRequest =
  | { readonly command: 'list'; readonly agent: string; readonly json: boolean; readonly conversation?: string }
  | {
      readonly command: 'show';
      readonly agent: string;
      readonly json: boolean;
      readonly id: string;
      readonly conversation?: string;
    }
  | (OrderRequest & { readonly command: 'release' | 'discard' } & (
        { readonly id: string; readonly conversation?: string } | { readonly conversation: string }
      ))
  | (OrderRequest & {
      readonly command: 'edit';
      readonly id: string;
      readonly conversation?: string;
      /** A file, or `-` for the standard input. */
      readonly data: string;
    });

interface OrderRequest {
  readonly agent: string;
  readonly json: boolean;
  readonly actor: string;
  readonly reason: string;
}

/** How it is used. */
export const USAGE = `usage: npm run dlq -- <agent> <command>

  list    [--conversation <id>]                                   what the agent holds
  show    <id>                                                    everything about one entry, and its history
  release <id> | --conversation <id>   --reason <why>             let the agent handle it again
  discard <id> | --conversation <id>   --reason <why>             pass over it
  edit    <id> --data <file.json | ->  --reason <why>             let the agent handle it with other data

  --actor <who>   who gives the order; default: the user of this process
  --json          one JSON document instead of text

Servers are those of the environment: KAFKA_BROKERS, SCHEMA_REGISTRY_URL, TROUPE_PREFIX, TROUPE_PARTITIONS, …
Exit codes: 0 done; 1 refused, or a server is away; 2 this text.`;

const OPTIONS = {
  conversation: { type: 'string' },
  reason: { type: 'string' },
  actor: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = Parsed<typeof OPTIONS>['values'];

const targetOf = (id: string | undefined, { conversation }: Values) => {
  if (id !== undefined) return { id, ...(conversation !== undefined && { conversation }) };
  return { conversation: required('an <id> or --conversation', conversation) };
};

/**
 * Reads the arguments of the command line.
 * @throws UsageError
 */
export const readArguments = (args: readonly string[]): DlqRequest => {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [agent, command, id, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`'${more.join(' ')}' is one too many`);
  const common = { agent: required('the <agent>', agent), json: values.json };
  const within = values.conversation === undefined ? {} : { conversation: values.conversation };
  if (command === 'list') return { command, ...common, ...within };
  if (command === 'show') return { command, ...common, id: required('the <id>', id), ...within };
  if (command !== 'release' && command !== 'discard' && command !== 'edit')
    throw new UsageError(command === undefined ? 'the <command> is missing' : `there is no command '${command}'`);
  const order = {
    ...common,
    reason: required('--reason', values.reason),
    actor: values.actor ?? userInfo().username,
  };
  if (command !== 'edit') return { command, ...order, ...targetOf(id, values) };
  return { command, ...order, id: required('the <id>', id), ...within, data: required('--data', values.data) };
};
