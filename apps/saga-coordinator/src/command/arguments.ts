import { userInfo } from 'node:os';
import { parseOptions, refuseMore, UsageError, type Parsed } from '@troupe/agent-sdk/command';
import { ACTIONS, FORCED_OUTCOMES } from '../operation/instruction-request.ts';

/** Which instances a command is about; empty: all. */
export type FilterArguments = Readonly<Record<string, string>>;

/** What the chosen instances shall be told. */
export interface InstructArguments {
  readonly action: (typeof ACTIONS)[number];
  readonly where: FilterArguments;
  readonly step?: string;
  readonly outcome?: string;
  readonly reason: string;
  readonly by: string;
}

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
  | {
      readonly command: 'instruct';
      readonly instruct: InstructArguments;
      /** Whether it shall be done; otherwise it is only said what would be. */
      readonly yes: boolean;
      /** The request that is sent again. */
      readonly request?: string;
    }
);

/** How it is used. */
export const USAGE = `usage: npm run sagas -- <command>

  list                          instances, the oldest first
  show <saga> <conversation>    one of them: where it stands, what it waits for, and its facts
  participants …                who takes part besides what the definitions say: see participants --help

  pause                         decide nothing, and let its time stand still
  resume                        go on
  cancel                        reject it: participants undo their parts
  retry <step>                  ask the participant of a step again
  retrigger                     start it anew, in a conversation of its own
  force completed|rejected      decide it although steps are missing

These six say what would become of each instance that is meant; with --yes it is done.

Which instances:
  --saga <name>  --status <status>  --step <an open step>  --key <business key>  --conversation <id>
  --older-than <10m>  --younger-than <1h>

  --reason <why>  why; kept with the instruction
  --by <who>      who says so; default: the user of this process
  --yes           do it
  --request <id>  send that request again, of which nobody knows whether it arrived
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
  reason: { type: 'string' },
  by: { type: 'string' },
  request: { type: 'string' },
  yes: { type: 'boolean', default: false },
  newest: { type: 'boolean', default: false },
  limit: { type: 'string', default: '50' },
  json: { type: 'boolean', default: false },
} as const;

type Values = Parsed<typeof OPTIONS>['values'];

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
  throw new UsageError('--limit takes a whole number from 1 on');
};

const objectOf = (action: InstructArguments['action'], object: string | undefined) => {
  if (action === 'retry') {
    if (object === undefined) throw new UsageError('retry takes a step');
    return { step: object };
  }
  if (action !== 'force') return {};
  const isKnown = FORCED_OUTCOMES.some((outcome) => outcome === object);
  if (object === undefined || !isKnown) throw new UsageError(`force takes ${FORCED_OUTCOMES.join(' or ')}`);
  return { outcome: object };
};

const instructionOf = (
  action: InstructArguments['action'],
  rest: readonly string[],
  values: Values,
): InstructArguments => {
  const takesObject = action === 'retry' || action === 'force';
  refuseMore(rest.slice(takesObject ? 1 : 0));
  const where = filterOf(values);
  const reason = values.reason?.trim() ?? '';
  const object = objectOf(action, rest[0]);
  if (Object.keys(where).length === 0) throw new UsageError(`say which sagas to ${action}, such as --conversation`);
  if (reason === '') throw new UsageError('--reason is missing: it is kept with the instruction');
  return { action, where, ...object, reason, by: values.by ?? userInfo().username };
};

/** Reads the command line. @throws UsageError */
export const readArguments = (args: readonly string[]): SagasRequest => {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const { json, newest, yes, request } = values;
  const [command, ...rest] = positionals;
  const action = ACTIONS.find((each) => each === command);
  if (action !== undefined) {
    const instruct = instructionOf(action, rest, values);
    return { command: 'instruct', json, yes, instruct, ...(request !== undefined && { request }) };
  }
  switch (command) {
    case 'list':
      refuseMore(rest);
      return { command, json, newest, filter: filterOf(values), limit: limitOf(values) };
    case 'show': {
      const [saga, conversation, ...more] = rest;
      if (saga === undefined || conversation === undefined)
        throw new UsageError('show takes the name of the saga and the id of its conversation');
      refuseMore(more);
      return { command, json, saga, conversation };
    }
    case undefined:
      throw new UsageError('the <command> is missing');
    default:
      throw new UsageError(`there is no command '${command}'`);
  }
};
