import { userInfo } from 'node:os';
import type { AgentInstructedInput } from '@troupe/contracts';
import { parseOptions, refuseMore, required, UsageError } from '../../command/index.ts';

/** What `npm run agents` was asked for. */
export interface AgentsRequest {
  readonly json: boolean;
}

/** What `npm run control` was asked for. */
export interface ControlRequest {
  readonly instruction: AgentInstructedInput;
  readonly json: boolean;
}

/** How `npm run agents` is used. */
export const AGENTS_USAGE = `usage: npm run agents -- [--json]

Says which agents are there, by what their instances announce.`;

/** How `npm run control` is used. */
export const CONTROL_USAGE = `usage: npm run control -- <agent> <action> --reason <why>

  pause             begin nothing more; what is under way ends
  drain             finish what was taken, take no more, be not ready; the process stays
  resume            go on
  concurrency <n>   have at most n handlers under way

  --instance <id>   only this instance; default: all, also those that start later
  --by <who>        who says so; default: the user of this process
  --json            one JSON document instead of text

It is obeyed within a second, and holds until another instruction says otherwise.`;

/** Reads the arguments of `npm run agents`. @throws UsageError */
export const readAgentsArguments = (args: readonly string[]): AgentsRequest => {
  const { values, positionals } = parseOptions(args, { json: { type: 'boolean', default: false } });
  refuseMore(positionals);
  return { json: values.json };
};

const CONTROL_OPTIONS = {
  instance: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const ACTIONS = ['pause', 'drain', 'resume', 'concurrency'] as const;

const actionOf = (word: string | undefined): (typeof ACTIONS)[number] => {
  const action = ACTIONS.find((each) => each === required('the <action>', word));
  if (action === undefined) throw new UsageError(`there is no action '${word ?? ''}'`);
  return action;
};

const concurrencyOf = (count: string | undefined): number => {
  if (count !== undefined && /^[1-9]\d{0,5}$/.test(count)) return Number(count);
  throw new UsageError('concurrency takes a whole number from 1 on; to stop all, pause it');
};

const reasonOf = (reason = ''): string => {
  if (reason.trim() === '') throw new UsageError('--reason is missing: those who find it paused will ask');
  return reason.trim();
};

/** Reads the arguments of `npm run control`. @throws UsageError */
export const readControlArguments = (args: readonly string[]): ControlRequest => {
  const { values, positionals } = parseOptions(args, CONTROL_OPTIONS);
  const [named, word, ...more] = positionals;
  const agent = required('the <agent>', named);
  const action = actionOf(word);
  refuseMore(action === 'concurrency' ? more.slice(1) : more);
  const concurrency = action === 'concurrency' ? concurrencyOf(more[0]) : null;
  const { instance = null, by = userInfo().username, json } = values;
  return { instruction: { agent, instance, action, concurrency, by, reason: reasonOf(values.reason) }, json };
};
