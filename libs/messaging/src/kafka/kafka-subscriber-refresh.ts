import type { AssignedWork } from '../queues/assigned-work.ts';
import type { KafkaSubscriberConnection } from './kafka-subscriber.ts';
import { within } from './within.ts';

/** What `refreshEnds` asks about. */
export interface RefreshOptions {
  readonly connection: Pick<KafkaSubscriberConnection, 'admin' | 'prefix'>;
  /** What is owned now. */
  work(): AssignedWork | undefined;
  readonly olderThanMs: number;
}

const ANSWER_WITHIN_MS = 5_000;

/**
 * See `Subscriber.refreshEnds`. It asks over a connection that nothing of the subscriber uses: what hangs there shall not hide
 * that the log grows.
 */
export const refreshEnds = async ({ connection, work, olderThanMs }: RefreshOptions): Promise<boolean> => {
  const owned = work();
  const sinceMs = Date.now() - olderThanMs;
  const stale = owned?.standing().lanes.filter(({ toldMs }) => toldMs <= sinceMs) ?? [];
  if (owned === undefined || stale.length === 0) return true;
  const topics = new Set(stale.map(({ topic }) => topic));
  const answer = { whole: false };
  const ask = async (): Promise<void> => {
    await Promise.all([...topics].map((topic) => askFor(topic, connection, owned)));
    answer.whole = true;
  };
  await within(ask(), ANSWER_WITHIN_MS);
  return answer.whole && work() === owned;
};

const askFor = async (
  topic: string,
  { admin, prefix }: RefreshOptions['connection'],
  work: AssignedWork,
): Promise<void> => {
  const client = await admin();
  for (const { partition, high } of await client.fetchTopicOffsets(prefix + topic))
    work.told({ topic, partition }, Number(high), Date.now());
};
