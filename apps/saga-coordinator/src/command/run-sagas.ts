import { readAddress, runCommand, type CommandAnswer } from '@troupe/agent-sdk/command';
import { TroupeError } from '@troupe/contracts';
import { readArguments, USAGE, type SagasRequest } from './arguments.ts';
import { answerParticipants, PARTICIPANTS_USAGE, readParticipantArguments } from './participants.ts';
import { createSagasClient, type SagasClient } from './client.ts';
import { carryOut } from './instruct-command.ts';
import { printDetail, printList } from './print.ts';

/** What the command is run with. */
export interface RunSagasOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Milliseconds since 1970 UTC. Default: the clock of the process. */
  readonly clock?: () => number;
}

const DEFAULT_URL = 'http://127.0.0.1:8090';

const clientOf = (env: NodeJS.ProcessEnv): SagasClient => {
  const token = env['SAGAS_TOKEN'];
  if (token === undefined || token === '')
    throw new TroupeError('CONFIG_INVALID', 'SAGAS_TOKEN is missing: set it to what the coordinator was started with');
  return createSagasClient({ url: readAddress('SAGAS_URL', env['SAGAS_URL'] ?? DEFAULT_URL), token });
};

const answer = async (request: SagasRequest, client: SagasClient, nowMs: number): Promise<CommandAnswer> => {
  switch (request.command) {
    case 'list': {
      const list = await client.list(request.filter, request);
      return { json: list, text: printList(list, nowMs) };
    }
    case 'show': {
      const detail = await client.show(request.saga, request.conversation);
      return { json: detail, text: printDetail(detail, nowMs) };
    }
    case 'instruct':
      return carryOut(client, request.instruct, request);
  }
};

/** Does what the command line asks for. Gives the exit code: 0 done or helped, 1 refused or the coordinator is away, 2 usage. */
export const runSagas = ({ args, env, out, err, clock = Date.now }: RunSagasOptions): Promise<number> => {
  const [first, ...rest] = args;
  const isAboutParticipants = first === 'participants';
  return runCommand({
    usage: isAboutParticipants ? PARTICIPANTS_USAGE : USAGE,
    out,
    err,
    run: async () => {
      const request = isAboutParticipants ? readParticipantArguments(rest) : readArguments(args);
      const client = clientOf(env);
      const said = await ('about' in request ? answerParticipants(request, client) : answer(request, client, clock()));
      return { ...said, asJson: request.json };
    },
  });
};
