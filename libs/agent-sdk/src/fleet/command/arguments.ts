import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { AgentInstructedInput } from '@troupe/contracts';

/** What `npm run agents` was asked for. */
export interface AgentsRequest {
  readonly json: boolean;
}

/** The request cannot be understood; the message ends with how it is meant. */
export class FleetUsageError extends Error {
  override readonly name = 'FleetUsageError';
}

const AGENTS_USAGE = `usage: npm run agents -- [--json]

Says which agents are there, by what their instances announce.`;

const CONTROL_USAGE = `usage: npm run control -- <agent> <action> --reason <why>

  pause             begin nothing more; what is under way ends
  drain             finish what was taken, take no more, be not ready; the process stays
  resume            go on
  concurrency <n>   have at most n handlers under way

  --instance <id>   only this instance; default: all, also those that start later
  --by <who>        who says so; default: the user of this process
  --json            one JSON document instead of text

It is obeyed within a second, and holds until another instruction says otherwise.`;

const refuse = (why: string, usage: string): never => {
  throw new FleetUsageError(`${why}\n\n${usage}`);
};

const parse = <Options extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  args: readonly string[],
  options: Options,
  usage: string,
) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error), usage);
  }
};

/** Reads the arguments of `npm run agents`. @throws FleetUsageError */
export const readAgentsArguments = (args: readonly string[]): AgentsRequest => {
  const { values, positionals } = parse(args, { json: { type: 'boolean', default: false } } as const, AGENTS_USAGE);
  if (positionals.length > 0) refuse(`'${positionals.join(' ')}' means nothing here`, AGENTS_USAGE);
  return { json: values.json };
};

const CONTROL_OPTIONS = {
  instance: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const actionOf = (action: string | undefined): 'pause' | 'drain' | 'resume' | 'concurrency' =>
  action === 'pause' || action === 'drain' || action === 'resume' || action === 'concurrency'
    ? action
    : refuse(action === undefined ? 'the <action> is missing' : `there is no action '${action}'`, CONTROL_USAGE);

/** Reads the arguments of `npm run control`. @throws FleetUsageError */
export const readControlArguments = (
  args: readonly string[],
): { readonly instruction: AgentInstructedInput; readonly json: boolean } => {
  const { values, positionals } = parse(args, CONTROL_OPTIONS, CONTROL_USAGE);
  const [agent, named, count, ...more] = positionals;
  if (agent === undefined) return refuse('the <agent> is missing', CONTROL_USAGE);
  const action = actionOf(named);
  if (more.length > 0 || (action !== 'concurrency' && count !== undefined))
    refuse(`'${(action === 'concurrency' ? more : [count, ...more]).join(' ')}' is too much`, CONTROL_USAGE);
  if (action === 'concurrency' && !/^[1-9]\d{0,5}$/.test(count ?? ''))
    refuse('concurrency takes a whole number from 1 on; to stop all, pause it', CONTROL_USAGE);
  const reason = values.reason?.trim() ?? '';
  if (reason === '') refuse('--reason is missing: those who find it paused will ask', CONTROL_USAGE);
  const { instance = null, by = userInfo().username, json } = values;
  const concurrency = action === 'concurrency' ? Number(count) : null;
  return { instruction: { agent, instance, action, concurrency, by, reason }, json };
};
