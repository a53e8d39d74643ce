/** What every broker of the stack is set to, embedded or in Docker, beside its listeners and folders. */
export const BROKER_SETTINGS: Readonly<Record<string, string | number | boolean>> = {
  // Topics are made by `topics apply` alone, with the environment's number of partitions.
  'auto.create.topics.enable': false,
  // Deadlines are judged in log time: the broker's clock, not a publisher's.
  'log.message.timestamp.type': 'LogAppendTime',
  // 60 days: longer than any topic is kept by default, so that a group never loses its place before the events go.
  'offsets.retention.minutes': 60 * 24 * 60,
  'offsets.topic.replication.factor': 1,
  // The default of 50 serves clusters; every partition costs a file and a moment at the first group.
  'offsets.topic.num.partitions': 5,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 5,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  // After a crash the controller takes the broker back only when the session of its former life is over (9 s by default).
  'broker.heartbeat.interval.ms': 500,
  'broker.session.timeout.ms': 3_000,
  'group.initial.rebalance.delay.ms': 0,
  // Tests of crashes would wait 6 s for a ghost otherwise.
  'group.min.session.timeout.ms': 500,
};

/** Settings in the form of a properties file. */
export const renderProperties = (settings: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');

/** Settings as the environment variables that Confluent-compatible images read: `log.dirs` is KAFKA_LOG_DIRS. */
export const renderEnvironment = (
  settings: Readonly<Record<string, string | number | boolean>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`KAFKA_${key.toUpperCase().replaceAll('.', '_')}`, String(value)]),
  );
