import { userInfo } from 'node:os';
import {
  parseOptions,
  plain,
  refuseMore,
  spanOf,
  tableOf,
  UsageError,
  type CommandAnswer,
  type Parsed,
} from '@troupe/agent-sdk/command';
import type { ParticipantSummary } from '../participants/participant-summary.ts';
import type { SagasClient } from './client.ts';

/** What `npm run sagas -- participants` was asked for. */
export type ParticipantsRequest = { readonly about: 'participants'; readonly json: boolean } & (
  | { readonly command: 'list'; readonly saga: string | undefined }
  | { readonly command: 'make'; readonly order: Readonly<Record<string, unknown>> }
);

/** How it is used. */
export const PARTICIPANTS_USAGE = `usage: npm run sagas -- participants <command>

  list     [--saga <name>]                                     every row, as they were made
  add      --saga <name> --step <name> --completed-by <event> --within <20s>
           [--failed-by <event>]… [--compensated-by <event>] [--optional]
           [--held-by <agent>]                              what this agent holds shows as held
  require  --saga <name> --step <name>                         the saga does not complete without it
  optional --saga <name> --step <name>                         it does
  remove   --saga <name> --step <name>                         ends a step that was added

  --when <'totalMinor > 50000'>        conversations that are meant; default: all. Also = != < <= >= and 'in FR, DE'
  --from <2026-12-01T00:00:00Z>        it concerns conversations whose start comes later; default: as soon as can be, which is in 30 s
                                       unless SAGA_PARTICIPANT_MARGIN of the coordinator says otherwise
  --reason <why>                       kept with the row, as is
  --by <who>                           default: the user of this process
  --json                               one JSON document instead of text

Events are named by type. One that the coordinator was not built with is taken from the registry.`;

const OPTIONS = {
  saga: { type: 'string' },
  step: { type: 'string' },
  'completed-by': { type: 'string' },
  'failed-by': { type: 'string', multiple: true },
  'compensated-by': { type: 'string' },
  within: { type: 'string' },
  optional: { type: 'boolean' },
  'held-by': { type: 'string' },
  when: { type: 'string' },
  from: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = Parsed<typeof OPTIONS>['values'];

const CHANGES: ReadonlyMap<string, string> = new Map([
  ['add', 'added'],
  ['require', 'required'],
  ['optional', 'optional'],
  ['remove', 'removed'],
]);

const demand = (values: Values, names: readonly (keyof Values)[]): void => {
  const missing = names.filter((name) => values[name] === undefined);
  if (missing.length > 0) throw new UsageError(`${missing.map((name) => `--${name}`).join(', ')} is missing`);
};

const ONLY_ADDED = ['completed-by', 'failed-by', 'compensated-by', 'within', 'optional', 'held-by'] as const;

const orderOf = (change: string, values: Values): Readonly<Record<string, unknown>> => {
  const { saga, step, when, from, reason, by = userInfo().username, within, optional } = values;
  demand(values, ['saga', 'step', 'reason', ...(change === 'added' ? (['completed-by', 'within'] as const) : [])]);
  const strange = change === 'added' ? [] : ONLY_ADDED.filter((name) => values[name] !== undefined);
  if (strange.length > 0) throw new UsageError(`--${strange.join(', --')} belongs to add`);
  const {
    'completed-by': completedBy,
    'failed-by': failedBy,
    'compensated-by': compensatedBy,
    'held-by': heldBy,
  } = values;
  const added = { completedBy, failedBy, compensatedBy, within, optional, heldBy };
  // JSON leaves out what is undefined.
  return { saga, step, change, when, from, reason, by, ...added };
};

/** Reads what comes after `participants`. @throws UsageError */
export const readParticipantArguments = (args: readonly string[]): ParticipantsRequest => {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [command = '', ...more] = positionals;
  const { json, saga } = values;
  if (command === '') throw new UsageError('what about participants?');
  refuseMore(more);
  if (command === 'list') return { about: 'participants', command, json, saga };
  const change = CHANGES.get(command);
  if (change === undefined) throw new UsageError(`there is no command 'participants ${command}'`);
  return { about: 'participants', command: 'make', json, order: orderOf(change, values) };
};

const wordsOf = ({ change, added }: ParticipantSummary): string => {
  if (added === null) return change;
  const { completedBy, failedBy, compensatedBy, withinMs, optional, heldBy } = added;
  return [
    `${optional ? 'added, optional' : 'added'}: ${completedBy}`,
    ...failedBy.map((event) => `or ${event}`),
    `within ${spanOf(withinMs)}`,
    ...(compensatedBy === null ? [] : [`undone by ${compensatedBy}`]),
    ...(heldBy === null ? [] : [`held by ${heldBy}`]),
  ].join(' ');
};

const rowOf = (row: ParticipantSummary): readonly string[] => [
  String(row.id),
  plain(row.saga),
  plain(row.step),
  plain(wordsOf(row)),
  plain(row.when ?? 'all'),
  new Date(row.fromMs).toISOString(),
  plain(row.by),
  plain(row.reason),
];

const HEAD = ['id', 'saga', 'step', 'change', 'when', 'from', 'by', 'reason'];

/** Rows as people read them. */
export const printParticipants = (rows: readonly ParticipantSummary[]): string =>
  rows.length === 0
    ? 'nobody takes part besides what the definitions say'
    : tableOf([HEAD, ...rows.map(rowOf)]).join('\n');

/** Does it. */
export const answerParticipants = async (
  request: ParticipantsRequest,
  client: Pick<SagasClient, 'participants' | 'makeParticipant'>,
): Promise<CommandAnswer> => {
  if (request.command === 'list') {
    const rows = await client.participants(request.saga);
    return { json: rows, text: printParticipants(rows) };
  }
  const made = await client.makeParticipant(request.order);
  return { json: made, text: printParticipants([made]) };
};
