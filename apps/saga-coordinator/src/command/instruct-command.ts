import { randomUUID } from 'node:crypto';
import { plain, tableOf, UsageError, type CommandAnswer } from '@troupe/agent-sdk/command';
import { TroupeError } from '@troupe/contracts';
import type { Foreseen } from '../operation/foresee.ts';
import type { InstructArguments } from './arguments.ts';
import type { DryRun, SagasClient } from './client.ts';

type Client = Pick<SagasClient, 'foresee' | 'instruct'>;

const MOST_ROWS = 50;
const HEAD = ['saga', 'conversation', 'would be', 'status', ''];

const rowOf = ({ saga, conversation, result, status, after, why, publishes }: Foreseen): readonly string[] => [
  plain(saga),
  plain(conversation),
  result,
  status === after ? status : `${status} → ${after}`,
  result === 'refused' ? plain(why ?? '') : publishes.length === 0 ? '' : `publishes ${publishes.join(', ')}`,
];

const isRefused = ({ result }: Foreseen): boolean => result === 'refused';

/** A row for each instance, and a last line with the sums. */
export const printForeseen = ({ count, instructions }: DryRun): string => {
  const shown = instructions.slice(0, MOST_ROWS).map(rowOf);
  const refused = instructions.filter(isRefused).length;
  return [
    ...tableOf([HEAD, ...shown]),
    ...(instructions.length > MOST_ROWS ? [`… and ${instructions.length - MOST_ROWS} more: --json has all`] : []),
    '',
    `${count} in all: ${count - refused} would be applied, ${refused} refused`,
  ].join('\n');
};

const refuseAll = ({ instructions }: DryRun): void => {
  const [first] = instructions;
  if (first === undefined || !instructions.every(isRefused)) return;
  throw new TroupeError('SAGA_REFUSED', `${plain(first.conversation)}: ${plain(first.why ?? 'refused')}`);
};

/** A request may have arrived though no answer did. */
const sendOnce = async (client: Client, given: InstructArguments, request: string): Promise<number> => {
  try {
    return (await client.instruct(given, { request, expect: expectedBy(request) })).count;
  } catch (error) {
    if (!TroupeError.is(error) || error.code !== 'TIMEOUT') throw error;
    throw new TroupeError(
      'TIMEOUT',
      `${error.message}. Whether it arrived is unknown: say the same again with --yes --request ${request}`,
      { cause: error },
    );
  }
};

/** A request is named by chance, and by how many instances it is about. */
const nameRequest = (count: number): string => `${randomUUID()}.${count}`;

const expectedBy = (request: string): number => {
  const [, count] = /\.(\d{1,5})$/.exec(request) ?? [];
  if (count === undefined) throw new UsageError('--request takes what the request was called before');
  return Number(count);
};

const FOLLOW = 'What became of each is among its facts: npm run sagas -- show <saga> <conversation>';

/**
 * Says what would become of the instances that are meant, and with `yes` tells them: as many as it said, or none. A
 * `request` that was sent before is only sent again.
 */
export const carryOut = async (
  client: Client,
  given: InstructArguments,
  { yes, request }: { readonly yes: boolean; readonly request?: string | undefined },
): Promise<CommandAnswer> => {
  if (yes && request !== undefined) {
    const accepted = await sendOnce(client, given, request);
    return { json: { accepted, request }, text: `accepted: ${accepted}, as request ${request}. ${FOLLOW}` };
  }
  const foreseen = await client.foresee(given);
  const text = printForeseen(foreseen);
  if (!yes) return { json: { dryRun: foreseen }, text: `${text}; nothing was done: add --yes to do it` };
  refuseAll(foreseen);
  const named = nameRequest(foreseen.count);
  const accepted = await sendOnce(client, given, named);
  return {
    json: { dryRun: foreseen, accepted, request: named },
    text: `${text}\naccepted: ${accepted}, as request ${named}. ${FOLLOW}`,
  };
};
