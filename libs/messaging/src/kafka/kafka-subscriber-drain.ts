import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';

/** Whether the group still counts on this member; `lost` when somebody else may own its partitions by now. */
export type Membership = 'held' | 'lost';

/** Sends a heartbeat. */
export type Beat = () => Promise<Membership>;

/** How often a member shows itself, and so how soon it learns of a rebalance. */
export const HEARTBEAT_MS = 500;

const LOST = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);

/** Heartbeats of a group. While it rebalances, the broker answers so, and keeps the member; an absent broker loses nobody. */
export const beatOf =
  (group: ConsumerGroup): Beat =>
  async () => {
    if (group.memberId === null) return 'lost';
    try {
      await group.heartbeat({ interval: 0 });
      return 'held';
    } catch (error) {
      return error instanceof Error && 'type' in error && LOST.has(String(error.type)) ? 'lost' : 'held';
    }
  };

/** Waits for `work` while heartbeats go on, for `limitMs` at most and not beyond the loss of membership. */
export const waitBeating = (work: Promise<unknown>, beat: Beat, limitMs: number): Promise<'done' | 'late' | 'lost'> =>
  new Promise((resolve) => {
    const settle = (outcome: 'done' | 'late' | 'lost'): void => {
      clearTimeout(limit);
      clearInterval(beating);
      resolve(outcome);
    };
    const look = (): void => void beat().then((membership) => membership === 'lost' && settle('lost'));
    const limit = setTimeout(() => settle('late'), limitMs);
    const beating = setInterval(look, HEARTBEAT_MS);
    const done = (): void => settle('done');
    work.then(done, done);
    look();
  });
