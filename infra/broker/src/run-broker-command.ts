import {
  parseOptions,
  refuseMore,
  runCommand,
  tableOf,
  UsageError,
  type CommandAnswer,
  type CommandOptions,
} from '@troupe/agent-sdk/command';
import { connectKafka, connectRights, type RightDifference, type TopicDifference } from '@troupe/messaging';
import { brokersOf } from './connection.ts';
import { readRights, readTopics } from './manifests.ts';

const TOPICS_USAGE = `usage: npm run topics -- diff|apply [--json]

Holds the topics at the brokers against infra/choreography/topics.json.

  diff     says what differs, and changes nothing; exit code 1 when something does
  apply    creates what is missing and corrects settings; deletes nothing, and never changes a number of partitions
  --json   one JSON document instead of text

The brokers are those of KAFKA_BROKERS, KAFKA_SSL and KAFKA_SASL_*; TROUPE_PREFIX and TROUPE_PARTITIONS count, too.`;

const ACLS_USAGE = `usage: npm run acls -- diff|apply [--prune] [--json]

Holds the rights of services at the brokers against infra/choreography/acls.json. The account of a service has its name.

  diff     says what differs, and changes nothing; exit code 1 when something does
  apply    grants what is missing
  --prune  also takes away what a service has and does not need
  --json   one JSON document instead of text

The brokers are those of KAFKA_BROKERS, KAFKA_SSL and KAFKA_SASL_*; TROUPE_PREFIX counts, too.`;

/** How such a command is run. */
export interface BrokerCommandOptions extends Pick<CommandOptions, 'out' | 'err'> {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

type Verb = 'diff' | 'apply';

const verbOf = (words: readonly string[]): Verb => {
  const [verb, ...more] = words;
  refuseMore(more);
  if (verb !== 'diff' && verb !== 'apply') throw new UsageError('say diff or apply');
  return verb;
};

const answerOf = (verb: Verb, differences: readonly object[], lines: readonly string[]): CommandAnswer => {
  const said = { diff: 'nothing differs', apply: 'nothing was to be done' } as const;
  return {
    json: { differences },
    text: lines.length === 0 ? said[verb] : lines.join('\n'),
    failed: verb === 'diff' && differences.length > 0,
  };
};

const topicLines = (verb: Verb, differences: readonly TopicDifference[]): readonly string[] =>
  differences.map(({ message }) => (verb === 'apply' ? `mended: ${message}` : message));

const DONE = { missing: 'granted', unwanted: 'taken away' } as const;

const rightLines = (verb: Verb, differences: readonly RightDifference[]): readonly string[] =>
  tableOf(
    differences.map(({ kind, account, operation, on, name }) => [
      verb === 'apply' ? DONE[kind] : kind,
      account,
      operation.replaceAll('_', ' '),
      on,
      name,
    ]),
  );

/** `npm run topics`. Resolves to the exit code: 0 as it shall be, 1 something differs, is refused or away, 2 usage. */
export const runTopics = ({ args, env, out, err }: BrokerCommandOptions): Promise<number> =>
  runCommand({
    usage: TOPICS_USAGE,
    out,
    err,
    run: async () => {
      const { values, positionals } = parseOptions(args, { json: { type: 'boolean', default: false } });
      const verb = verbOf(positionals);
      const messaging = connectKafka(brokersOf(env, 'troupe-topics'));
      try {
        const differences = await messaging.topics()[verb](readTopics());
        return { ...answerOf(verb, differences, topicLines(verb, differences)), asJson: values.json };
      } finally {
        await messaging.close();
      }
    },
  });

const ACLS_OPTIONS = { json: { type: 'boolean', default: false }, prune: { type: 'boolean', default: false } } as const;

/** `npm run acls`. Resolves to the exit code: 0 as it shall be, 1 something differs, is refused or away, 2 usage. */
export const runAcls = ({ args, env, out, err }: BrokerCommandOptions): Promise<number> =>
  runCommand({
    usage: ACLS_USAGE,
    out,
    err,
    run: async () => {
      const { values, positionals } = parseOptions(args, ACLS_OPTIONS);
      const { json: asJson, prune } = values;
      const verb = verbOf(positionals);
      const rights = connectRights(brokersOf(env, 'troupe-acls'));
      try {
        const all = verb === 'diff' ? await rights.diff(readRights()) : await rights.apply(readRights(), { prune });
        const told = verb === 'diff' || prune ? all : all.filter(({ kind }) => kind === 'missing');
        return { ...answerOf(verb, told, rightLines(verb, told)), asJson };
      } finally {
        await rights.close();
      }
    },
  });
