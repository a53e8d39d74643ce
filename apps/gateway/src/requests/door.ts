import type { Metrics } from '@troupe/observability';
import type { FastifyRequest } from 'fastify';
import type { CheckRates } from '../http/rate-limits.ts';
import type { Backlog } from './backlog.ts';
import type { Admission, EdgeRequest, Intake } from './intake.ts';

/** Why new work is refused for now. */
export type RefusedFor = 'undelivered' | 'client-rate' | 'tenant-rate' | 'too-many-at-once';

/** A request that was not kept, and may be sent again. */
export interface TurnedAway {
  readonly refusedFor: RefusedFor;
  readonly retryAfterSeconds: number;
}

/** What the gateway lets in. */
export interface Door {
  /**
   * Takes a request in, unless there is too much work already. One that was kept before is answered in any case: who sends
   * it again has to learn that it was.
   * @throws see `Intake.admit`
   */
  admit(request: EdgeRequest, from: FastifyRequest): Promise<Exclude<Admission, 'too-many-at-once'> | TurnedAway>;
}

/** What a door is made of. */
export interface DoorOptions {
  readonly intake: Pick<Intake, 'admit' | 'recall'>;
  readonly backlog: Pick<Backlog, 'isFull'>;
  readonly checkRates: CheckRates;
  readonly metrics?: Pick<Metrics, 'edgeRefused'>;
}

/** When those who are turned away may come again: a backlog is measured every second, and shrinks once Kafka is back. */
const WHEN_FULL_S = 2;
const AT_ONCE_S = 1;

/** A door before an intake. */
export const createDoor = ({ intake, backlog, checkRates, metrics }: DoorOptions): Door => {
  const noRoom = async (from: FastifyRequest): Promise<TurnedAway | undefined> => {
    const exceeded = await checkRates(from);
    if (exceeded !== undefined)
      return { refusedFor: exceeded.reason, retryAfterSeconds: Math.max(1, exceeded.retryAfterSeconds) };
    return backlog.isFull() ? { refusedFor: 'undelivered', retryAfterSeconds: WHEN_FULL_S } : undefined;
  };
  const unlessKept = async (request: EdgeRequest, turnedAway: TurnedAway) => {
    const earlier = await intake.recall(request);
    if (earlier === undefined) metrics?.edgeRefused.inc({ reason: turnedAway.refusedFor });
    return earlier ?? turnedAway;
  };
  return {
    admit: async (request, from) => {
      const turnedAway = await noRoom(from);
      if (turnedAway !== undefined) return unlessKept(request, turnedAway);
      const admission = await intake.admit(request);
      return admission === 'too-many-at-once'
        ? unlessKept(request, { refusedFor: admission, retryAfterSeconds: AT_ONCE_S })
        : admission;
    },
  };
};
