import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseOptions, refuseMore, required, runCommand, UsageError } from '@troupe/agent-sdk/command';
import {
  DEFAULT_HOPS,
  DEFAULT_TENANT,
  ensureError,
  parseJsonData,
  type Envelope,
  type EventDefinition,
} from '@troupe/contracts';
import { toHeaders } from '@troupe/messaging';
import type { Command } from '../command.ts';
import { withServers } from '../servers.ts';
import { eventNamed } from './event-named.ts';

const USAGE = `usage: troupe publish <event type> --data <file.json | -> [--conversation <id>] [--json]

Puts an event into the log, as the edge would. Its data is JSON, held against the schema: every problem is told.

  --conversation <id>   the conversation that it belongs to; default: a new one`;

const OPTIONS = {
  data: { type: 'string' },
  conversation: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const readData = async (definition: EventDefinition, file: string): Promise<unknown> => {
  const written = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(written);
  } catch (error) {
    throw new UsageError(`--data ${file} is no JSON: ${ensureError(error).message}`);
  }
  const { data, problems = [] } = parseJsonData(definition, json);
  if (problems.length === 0) return data;
  throw new UsageError(
    problems.map(({ field, message }) => `${field === '' ? 'the data' : field} ${message}`).join('; '),
  );
};

const envelopeOf = (type: string, conversationId: string): Envelope => ({
  id: randomUUID(),
  type,
  conversationId,
  source: 'troupe-cli',
  timeMs: Date.now(),
  lamport: 0,
  hops: DEFAULT_HOPS,
  tenant: DEFAULT_TENANT,
});

/** `troupe publish`: puts an event into the log. */
export const publish: Command = {
  summary: 'puts an event into the log, its data held against the schema',
  run: (args, { env, out, err }) =>
    runCommand({
      usage: USAGE,
      out,
      err,
      run: async () => {
        const { values, positionals } = parseOptions(args, OPTIONS);
        const [named, ...more] = positionals;
        refuseMore(more);
        const definition = eventNamed(required('the <event type>', named));
        const data = await readData(definition, required('--data', values.data));
        const envelope = envelopeOf(definition.type, values.conversation ?? randomUUID());
        await withServers(env, async ({ messaging, codec }) => {
          const publisher = await messaging.publisher();
          const value = await codec.encode(definition, data);
          const { conversationId: key } = envelope;
          await publisher.publish([{ topic: definition.type, key, value, headers: toHeaders(envelope) }]);
        });
        return { json: { envelope }, text: `${envelope.conversationId}  ${definition.type}`, asJson: values.json };
      },
    }),
};
