import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { ensureError, EVENT_TYPES } from '@troupe/contracts';
import { connectKafka, createRegistryCodec, withClaims, type Codec } from '@troupe/messaging';
import { createPostgresClaims } from '../../claims/postgres-claims.ts';
import { runCommand, UsageError, type CommandAnswer } from '../../command/index.ts';
import { loadServiceConfig } from '../../config.ts';
import type { DeadLetterDesk } from '../desk/desk.ts';
import { listDeadLetters } from '../desk/list-dead-letters.ts';
import { discardDeadLetter, editDeadLetter, releaseDeadLetter } from '../desk/orders.ts';
import { showDeadLetter } from '../desk/show-dead-letter.ts';
import { readArguments, USAGE, type DlqRequest } from './arguments.ts';
import { printDetail, printList, printOrdered } from './print.ts';

/** Where the command writes to. */
export interface DlqOutput {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const readJson = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(file === '-' ? await text(process.stdin) : await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--data ${file} cannot be read as JSON: ${ensureError(error).message}`);
  }
};

const answer = async (request: DlqRequest, desk: DeadLetterDesk, codec: Codec): Promise<CommandAnswer> => {
  const known = { codec, definitions: EVENT_TYPES };
  const { agent, command } = request;
  if (command === 'list') {
    const letters = await listDeadLetters(desk, request);
    return { json: letters, text: printList(agent, letters) };
  }
  if (command === 'show') {
    const detail = await showDeadLetter(desk, { ...request, ...known });
    return { json: detail, text: printDetail(detail) };
  }
  const ordered =
    command === 'edit'
      ? await editDeadLetter(desk, { ...request, ...known, data: await readJson(request.data) })
      : await { release: releaseDeadLetter, discard: discardDeadLetter }[command](desk, request);
  return { json: ordered, text: printOrdered(command, agent, ordered) };
};

const carryOut = async (request: DlqRequest, env: NodeJS.ProcessEnv): Promise<CommandAnswer> => {
  const config = loadServiceConfig(env, { name: 'dlq', database: false });
  const { brokers, prefix, partitions, ssl, sasl, registryUrl, databaseUrl } = config;
  const messaging = connectKafka({ brokers, clientId: 'troupe-dlq', prefix, partitions, ssl, ...(sasl && { sasl }) });
  const store = databaseUrl === undefined ? undefined : createPostgresClaims({ url: databaseUrl, service: 'dlq' });
  const plain = createRegistryCodec({ url: registryUrl, prefix });
  // What is edited goes into the log as it is: a claim of today would be forgotten before it.
  const codec = { ...withClaims(plain, { ...(store && { store }) }), encode: plain.encode };
  try {
    const publisher = await messaging.publisher();
    const desk = { agent: request.agent, reader: messaging.reader(), publisher, partitions };
    return await answer(request, desk, codec);
  } finally {
    await store?.close();
    await messaging.close();
  }
};

/** Does what the command line asks for. Resolves to the exit code: 0 done or helped, 1 refused or a server is away, 2 usage. */
export const runDlq = (args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: DlqOutput): Promise<number> =>
  runCommand({
    usage: USAGE,
    out,
    err,
    run: async () => {
      const request = readArguments(args);
      return { ...(await carryOut(request, env)), asJson: request.json };
    },
  });
