import { parseArgs } from 'node:util';

/** Which instances a command is about; empty: all. */
export type FilterArguments = Readonly<Record<string, string>>;

/** What `npm run sagas` was asked for. */
export type SagasRequest = { readonly json: boolean } & (
  | {
      readonly command: 'list';
      readonly filter: FilterArguments;
      readonly newest: boolean;
      /** Rows at most. */
      readonly limit: number;
    }
  | { readonly command: 'show'; readonly saga: string; readonly conversation: string }
);

/** The request cannot be understood. */
export class SagasUsageError extends Error {
  override readonly name = 'SagasUsageError';
}

/** How it is used. */
export const USAGE = `usage: npm run sagas -- <command>

  list                          instances, the oldest first
  show <saga> <conversation>    one of them: where it stands, what it waits for, and its facts
  participants …                who takes part besides what the definitions say: see participants --help

Which instances:
  --saga <name>  --status <status>  --step <an open step>  --key <business key>  --conversation <id>
  --older-than <10m>  --younger-than <1h>

  --newest        the newest first
  --limit <n>     how many rows at most; default 50
  --json          one JSON document instead of text

SAGAS_URL is where the coordinator listens (default http://127.0.0.1:8090), SAGAS_TOKEN what it takes.
Exit codes: 0 done; 1 refused, or the coordinator is away; 2 this text.`;

const OPTIONS = {
  saga: { type: 'string' },
  status: { type: 'string' },
  step: { type: 'string' },
  key: { type: 'string' },
  conversation: { type: 'string' },
  'older-than': { type: 'string' },
  'younger-than': { type: 'string' },
  newest: { type: 'boolean', default: false },
  limit: { type: 'string', default: '50' },
  json: { type: 'boolean', default: false },
} as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new SagasUsageError(error instanceof Error ? error.message : String(error));
  }
};

type Values = ReturnType<typeof parse>['values'];

const filterOf = (values: Values): FilterArguments =>
  Object.fromEntries(
    Object.entries({
      saga: values.saga,
      status: values.status,
      step: values.step,
      key: values.key,
      conversation: values.conversation,
      olderThan: values['older-than'],
      youngerThan: values['younger-than'],
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

const limitOf = ({ limit }: Values): number => {
  if (/^[1-9]\d{0,6}$/.test(limit)) return Number(limit);
  throw new SagasUsageError('--limit takes a whole number from 1 on');
};

const refuseMore = (more: readonly string[]): void => {
  if (more.length > 0) throw new SagasUsageError(`'${more.join(' ')}' is too much`);
};

/** Reads the command line. @throws SagasUsageError */
export const readArguments = (args: readonly string[]): SagasRequest => {
  const { values, positionals } = parse(args);
  const { json, newest } = values;
  const [command, ...rest] = positionals;
  switch (command) {
    case 'list':
      refuseMore(rest);
      return { command, json, newest, filter: filterOf(values), limit: limitOf(values) };
    case 'show': {
      const [saga, conversation, ...more] = rest;
      if (saga === undefined || conversation === undefined)
        throw new SagasUsageError('show takes the name of the saga and the id of its conversation');
      refuseMore(more);
      return { command, json, saga, conversation };
    }
    case undefined:
      throw new SagasUsageError('the <command> is missing');
    default:
      throw new SagasUsageError(`there is no command '${command}'`);
  }
};
