import { parseOptions, plain, runCommand, UsageError } from '@troupe/agent-sdk/command';
import { ensureError, EVENT_TYPES, renderJsonData, type EventDefinition } from '@troupe/contracts';
import { fromHeaders, type IncomingRecord } from '@troupe/messaging';
import type { Command, CommandContext } from '../command.ts';
import { withServers, type Servers } from '../servers.ts';
import { eventNamed } from './event-named.ts';

const USAGE = `usage: troupe tail [<event type>…] [--conversation <id>] [--all] [--count <n>] [--json]

Shows events as the log takes them, until Ctrl-C. As a member of no group: it takes nothing from anybody.

  --all                 also what was in the log before
  --conversation <id>   only those of this conversation
  --count <n>           leave after so many
  --json                one JSON document a line instead of text`;

const OPTIONS = {
  all: { type: 'boolean', default: false },
  conversation: { type: 'string' },
  count: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

interface TailRequest {
  readonly events: readonly EventDefinition[];
  readonly all: boolean;
  readonly conversation: string | undefined;
  readonly count: number;
  readonly json: boolean;
}

const countOf = (text: string | undefined): number => {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError('--count takes a whole number from 1 on');
};

const readArguments = (args: readonly string[]): TailRequest => {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const { all, conversation, json } = values;
  const events = positionals.length === 0 ? EVENT_TYPES : positionals.map(eventNamed);
  return { events, all, conversation, count: countOf(values.count), json };
};

const dataOf = async (record: IncomingRecord, { events }: TailRequest, { codec }: Servers): Promise<unknown> => {
  const definition = events.find(({ type }) => type === record.topic);
  if (definition === undefined) return undefined;
  return renderJsonData(definition, await codec.decode(definition, record.value));
};

const lineOf = async (record: IncomingRecord, request: TailRequest, servers: Servers): Promise<string> => {
  const { topic, key, appendedMs } = record;
  try {
    const [data, { source }] = [await dataOf(record, request, servers), fromHeaders(record.headers)];
    const time = new Date(appendedMs).toISOString();
    if (request.json) return JSON.stringify({ time, type: topic, conversation: key, source, data });
    return plain(`${time}  ${topic}  ${source}  ${key ?? '-'}  ${JSON.stringify(data)}`);
  } catch (error) {
    // What nobody can read is part of the log too.
    return plain(`${topic}  ${key ?? '-'}  cannot be read: ${ensureError(error).message}`);
  }
};

/** Shows records in the order in which they came, one after the other. */
const follow = async (request: TailRequest, servers: Servers, out: CommandContext['out']): Promise<void> => {
  const { events, all, conversation, count } = request;
  const enough = Promise.withResolvers<undefined>();
  const sinceMs = all ? 0 : Date.now();
  let shown = 0;
  let told = Promise.resolve();
  const show = (record: IncomingRecord): void => {
    if (record.appendedMs < sinceMs || (conversation !== undefined && record.key !== conversation) || shown >= count)
      return;
    shown += 1;
    const isLast = shown >= count;
    told = told
      .then(async () => out(await lineOf(record, request, servers)))
      .finally(() => isLast && enough.resolve(undefined));
  };
  const tail = servers.messaging.tail({ topics: events.map(({ type }) => type), onRecord: show });
  const stop = (): void => enough.resolve(undefined);
  process.once('SIGINT', stop);
  await tail.start();
  await enough.promise;
  process.off('SIGINT', stop);
  await tail.stop();
  await told;
};

/** `troupe tail`: shows events as they come. */
export const tail: Command = {
  summary: 'shows events as the log takes them',
  run: (args, { env, out, err }) =>
    runCommand({
      usage: USAGE,
      // Everything was shown as it came.
      out: (line) => line === '' || out(line),
      err,
      run: async () => {
        const request = readArguments(args);
        await withServers(env, (servers) => follow(request, servers, out));
        return { json: undefined, text: '', asJson: false };
      },
    }),
};
