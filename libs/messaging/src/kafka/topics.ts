import { TroupeError } from '@troupe/contracts';
import kafkajs, { type Admin, type ConfigEntries } from 'kafkajs';
import type { TopicDifference, Topics, TopicSpec } from '../ports.ts';
import { failureOf, kafkaUnavailable } from './kafka-failure.ts';
import { readableForMs } from './readable-for.ts';
import { awaitLeaders } from './settled-topics.ts';
import { configDifferences, configOf, type TopicConfig } from './topic-config.ts';

/** What topics are compared with and applied to. */
export interface KafkaTopicsOptions {
  /** Gives a connected client. */
  admin(): Promise<
    Pick<
      Admin,
      'listTopics' | 'fetchTopicMetadata' | 'describeConfigs' | 'alterConfigs' | 'fetchTopicOffsets' | 'createTopics'
    >
  >;
  /** Prepended to every topic. */
  readonly prefix: string;
  /** The one number of partitions that every topic of this environment has. */
  readonly partitions: number;
  /** Copies of each new topic. Default: what the brokers are set to. */
  readonly replicationFactor?: number;
}

/** Topics as code, on Kafka. Nothing is ever deleted, and no topic ever gets another number of partitions. */
export const createKafkaTopics = (options: KafkaTopicsOptions): Topics => {
  const diff = async (specs: readonly TopicSpec[]): Promise<readonly TopicDifference[]> => {
    const found = await findTopics(options, namesOf(specs));
    return specs.flatMap((spec) => differencesOf(options, spec, found.get(spec.topic)));
  };

  const apply = async (specs: readonly TopicSpec[]): Promise<readonly TopicDifference[]> => {
    const differences = await diff(specs);
    refuseUnmendable(differences);
    const differing = (kind: TopicDifference['kind']): readonly TopicSpec[] => {
      const topics = new Set(differences.filter((difference) => difference.kind === kind).map(({ topic }) => topic));
      return specs.filter(({ topic }) => topics.has(topic));
    };
    await createTopics(options, differing('missing'));
    await alterTopics(options, differing('config'));
    return differences;
  };

  return {
    diff: (specs) => translated(diff(specs)),
    apply: (specs) => translated(apply(specs)),
    readableForMs: (topics) => translated(longestReadable(options, topics)),
  };
};

const longestReadable = async (options: KafkaTopicsOptions, topics: readonly string[]): Promise<number> => {
  const found = await findTopics(options, topics);
  const missing = topics.filter((topic) => !found.has(topic));
  if (missing.length > 0)
    throw new TroupeError('TOPIC_MISMATCH', `${missing.join(', ')} does not exist: apply the topics first`);
  return Math.max(0, ...[...found.values()].map(({ config }) => readableForMs(config)));
};

interface FoundTopic {
  readonly partitions: number;
  readonly config: TopicConfig;
  /** The settings that somebody gave this topic itself. */
  readonly own: TopicConfig;
}

const namesOf = (specs: readonly TopicSpec[]): readonly string[] => specs.map(({ topic }) => topic);

const findTopics = async (
  { prefix, ...options }: KafkaTopicsOptions,
  topics: readonly string[],
): Promise<ReadonlyMap<string, FoundTopic>> => {
  const admin = await options.admin();
  const counts = await partitionsOf(
    admin,
    topics.map((topic) => prefix + topic),
  );
  if (counts.size === 0) return new Map();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [...counts.keys()].map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName.slice(prefix.length),
      {
        partitions: counts.get(resourceName) ?? 0,
        config: recordOf(configEntries),
        own: recordOf(configEntries.filter(isOwn)),
      },
    ]),
  );
};

/** How many partitions each of these topics has that exists, by physical name. */
const partitionsOf = async (
  admin: Pick<Admin, 'listTopics' | 'fetchTopicMetadata'>,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (names.length === 0) return new Map();
  const ask = async (asked: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [...asked] });
    return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  };
  try {
    return await ask(names);
  } catch {
    // One that does not exist fails the question about all; which there are is asked only then, of all that the brokers hold.
    const existing = new Set(await admin.listTopics());
    const there = names.filter((name) => existing.has(name));
    return there.length === 0 ? new Map() : ask(there);
  }
};

const isOwn = ({ configSource }: ConfigEntries): boolean => configSource === kafkajs.ConfigSource.TOPIC_CONFIG;

const recordOf = (entries: readonly ConfigEntries[]): TopicConfig =>
  Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));

const differencesOf = (
  { prefix, partitions }: KafkaTopicsOptions,
  spec: TopicSpec,
  found: FoundTopic | undefined,
): readonly TopicDifference[] => {
  const { topic } = spec;
  if (found === undefined)
    return [{ topic, kind: 'missing', message: `${prefix}${topic} does not exist`, mendable: true }];
  const differences: TopicDifference[] = [];
  if (found.partitions !== partitions) {
    const message = `${prefix}${topic} has ${found.partitions} partitions, this environment ${partitions}`;
    differences.push({ topic, kind: 'partitions', message, mendable: false });
  }
  for (const difference of configDifferences(configOf(spec), found.config))
    differences.push({ topic, kind: 'config', message: `${prefix}${topic}: ${difference}`, mendable: true });
  return differences;
};

const refuseUnmendable = (differences: readonly TopicDifference[]): void => {
  const hopeless = differences.filter(({ mendable }) => !mendable);
  if (hopeless.length === 0) return;
  throw new TroupeError(
    'TOPIC_MISMATCH',
    `${hopeless.map(({ message }) => message).join('; ')}. Adding partitions would move conversations: set TROUPE_PARTITIONS ` +
      'to what exists, or move to topics with another TROUPE_PREFIX. Nothing was changed',
    { details: { topics: hopeless.map(({ topic }) => topic) } },
  );
};

const AS_THE_BROKERS_ARE_SET = -1;

/** How long a new topic may take until its leaders answer. */
const LEADERS_WITHIN_MS = 10_000;

const createTopics = async (options: KafkaTopicsOptions, specs: readonly TopicSpec[]): Promise<void> => {
  if (specs.length === 0) return;
  const admin = await options.admin();
  await admin.createTopics({
    // kafkajs waits for a leader too, but fails where the broker that it asks has not heard of the topic yet.
    waitForLeaders: false,
    topics: specs.map((spec) => ({
      topic: options.prefix + spec.topic,
      numPartitions: options.partitions,
      replicationFactor: options.replicationFactor ?? AS_THE_BROKERS_ARE_SET,
      configEntries: entriesOf(configOf(spec)),
    })),
  });
  const names = specs.map(({ topic }) => options.prefix + topic);
  await awaitLeaders(admin, names, LEADERS_WITHIN_MS);
};

/** What Kafka is sent replaces all that the topic had of its own, so that goes along. */
const alterTopics = async (options: KafkaTopicsOptions, specs: readonly TopicSpec[]): Promise<void> => {
  if (specs.length === 0) return;
  const found = await findTopics(options, namesOf(specs));
  const admin = await options.admin();
  await admin.alterConfigs({
    validateOnly: false,
    resources: specs.map((spec) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: options.prefix + spec.topic,
      configEntries: entriesOf({ ...found.get(spec.topic)?.own, ...configOf(spec) }),
    })),
  });
};

const entriesOf = (config: TopicConfig): { name: string; value: string }[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

const translated = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    if (TroupeError.is(error)) throw error;
    if (failureOf(error) === 'refused')
      throw new TroupeError(
        'TOPIC_MISMATCH',
        'Kafka refuses to look at or change the topics: check this account’s rights',
        { cause: error },
      );
    throw kafkaUnavailable('cannot look at or change the topics', error);
  }
};
