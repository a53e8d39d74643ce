import type { Admin } from 'kafkajs';
import { failureOf } from './kafka-failure.ts';
import { pause } from './pause.ts';

const PAUSE_MS = 50;

/**
 * Waits until the leader of every partition of these topics answers. A topic that was created a moment ago is known before its
 * leaders are: a consumer that joins in between is thrown out and waits for its own ghost. Gives up quietly after `withinMs`,
 * because the topics exist all the same.
 */
export const awaitLeaders = async (
  admin: Pick<Admin, 'fetchTopicOffsets'>,
  topics: readonly string[],
  withinMs: number,
): Promise<void> => {
  const untilMs = Date.now() + withinMs;
  await Promise.all(topics.map((topic) => awaitLeadersOf(admin, topic, untilMs)));
};

const awaitLeadersOf = async (
  admin: Pick<Admin, 'fetchTopicOffsets'>,
  topic: string,
  untilMs: number,
): Promise<void> => {
  while (Date.now() < untilMs) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (failureOf(error) === 'refused') return;
      await pause(PAUSE_MS);
    }
  }
};
