import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { readAddress } from '@troupe/agent-sdk/command';
import { ensureError, TroupeError } from '@troupe/contracts';
import type { Conversation } from '../conversations/conversation-reader.ts';
import type { ConversationsClient } from './client.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080';
const LOOK_EVERY_MS = 500;

/** Where the gateway listens, by GATEWAY_URL. @throws TroupeError CONFIG_INVALID when that is no address */
export const gatewayUrl = (env: NodeJS.ProcessEnv): string =>
  readAddress('GATEWAY_URL', env['GATEWAY_URL'] ?? DEFAULT_URL);

/** What a file holds, or the standard input for `-`. @throws TroupeError CONFIG_INVALID when it cannot be read */
export const contentOf = async (file: string): Promise<string> => {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new TroupeError('CONFIG_INVALID', `${file} cannot be read: ${ensureError(error).message}. Name a file that is there, or - for the standard input`, { cause: error }); // prettier-ignore
  }
};

/** Names the request in what goes wrong: sent again under the same id it is the same. */
export const naming = async <Result>(request: string, send: Promise<Result>): Promise<Result> => {
  try {
    return await send;
  } catch (error) {
    if (!TroupeError.is(error) || error.code !== 'TIMEOUT') throw error;
    throw new TroupeError('TIMEOUT', `${error.message}; to send the same again: --request ${request}`, {
      cause: error,
    });
  }
};

/** Where a conversation is; undefined while the ledger is away. It may be a moment behind the gateway. */
export const lookAt = async (client: ConversationsClient, conversation: string): Promise<Conversation | undefined> => {
  try {
    return await client.show(conversation);
  } catch (error) {
    if (TroupeError.is(error) && error.code === 'TIMEOUT') return undefined;
    throw error;
  }
};

/** Looks at a conversation until `isOver` says that there is nothing to wait for. */
export const waitUntil = async (
  client: ConversationsClient,
  conversation: string,
  isOver: (seen: Conversation) => boolean,
): Promise<Conversation> => {
  for (;;) {
    const seen = await lookAt(client, conversation);
    if (seen !== undefined && isOver(seen)) return seen;
    await delay(LOOK_EVERY_MS);
  }
};
