import { TroupeError } from '@troupe/contracts';
import type { Subscriber } from '@troupe/messaging';
import type { ServiceConfig } from '../config.ts';
import { every } from '../service/every.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { tellStanding } from './standing-metrics.ts';
import { createWatchdog, type Findings, type Stall, type Stuck, type Watchdog } from './watchdog.ts';

const crashed = (): TroupeError =>
  new TroupeError('CONSUMER_CRASHED', 'The consumer stopped by itself: the process ends, and is to be started again');

/** What is watched over. */
export type Watched = Pick<Subscriber, 'state' | 'failure' | 'inFlight' | 'standing' | 'refreshEnds'>;

/** As much of a service as watching needs. */
export interface WatchContext extends Pick<
  ServiceContext<ServiceConfig<unknown>>,
  'log' | 'metrics' | 'signal' | 'fail'
> {
  readonly config: Pick<ServiceConfig, 'stallMs'>;
}

const CRASH_EVERY_MS = 250;
const LOOK_EVERY_MS = 1_000;
/** What no fetch has told of for so long, as of paused partitions, is asked for. */
const ENDS_OLDER_THAN_MS = 5_000;

/**
 * Watches over a subscriber until the service stops: tells how far it is and how near its bounds, and ends the process when it
 * has crashed, or when records lie in the log and no offset moves (CONSUMER_STALLED).
 */
export const watchSubscriber = (subscriber: Watched, context: WatchContext): void => {
  const { log, signal, metrics, fail, config } = context;
  const look = createLook({ subscriber, context, watchdog: createWatchdog(config) });
  const watch = (): Promise<void> => {
    metrics.inFlight.set(subscriber.inFlight());
    if (subscriber.state() === 'crashed') fail(subscriber.failure() ?? crashed());
    return Promise.resolve();
  };
  every({ what: 'watching', everyMs: CRASH_EVERY_MS, log, signal, run: watch });
  every({ what: 'looking for stalls', everyMs: LOOK_EVERY_MS, log, signal, run: look });
};

interface Parts {
  readonly subscriber: Watched;
  readonly context: WatchContext;
  readonly watchdog: Watchdog;
}

const createLook = ({ subscriber, context, watchdog }: Parts): (() => Promise<void>) => {
  const { log, metrics, fail, config } = context;
  const told = new Set<string>();
  let lastMs = performance.now();

  const findings = (): Findings => {
    const nowMs = performance.now();
    const standing = subscriber.standing();
    const found = watchdog.look(standing, nowMs - lastMs);
    lastMs = nowMs;
    tellStanding(metrics, standing, found);
    return found;
  };

  const alarm = (stuck: readonly Stuck[]): void => {
    const long = stuck.filter(({ forMs, paused }) => paused && forMs >= config.stallMs);
    for (const { forMs, ...place } of long)
      if (!told.has(placeOf(place))) log.error({ ...place, forMs }, 'one record holds up its partition');
    told.clear();
    for (const place of long) told.add(placeOf(place));
  };

  return async () => {
    const known = await subscriber.refreshEnds(ENDS_OLDER_THAN_MS);
    if (!known || subscriber.state() !== 'running') watchdog.forgive();
    const { stalls, stuck } = findings();
    alarm(stuck);
    if (stalls.length === 0 || subscriber.state() !== 'running') return;
    // What a fetch has told may hold records that nobody can read yet: the ends that count are those for readers.
    if (!(await subscriber.refreshEnds(0))) return watchdog.forgive();
    const [stall] = watchdog.look(subscriber.standing(), 0).stalls;
    if (stall !== undefined) fail(stalled(stall));
  };
};

const placeOf = ({ topic, partition, low }: Pick<Stuck, 'topic' | 'partition' | 'low'>): string =>
  `${topic}/${partition}/${low}`;

const stalled = ({ kind, topic, partition, records, forMs }: Stall): TroupeError => {
  const what = kind === 'unread' ? `records of ${topic ?? ''} wait to be read` : 'records that were read wait';
  return new TroupeError(
    'CONSUMER_STALLED',
    `${records} ${what} in partition ${partition}, and nothing has moved for ${Math.round(forMs / 1_000)} s: the process ends, to be started anew`,
    { details: { kind, ...(topic !== undefined && { topic }), partition, records, forMs } },
  );
};
