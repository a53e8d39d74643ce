import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import type { AgentAnnouncedData, EventDefinition } from '@troupe/contracts';
import type { Codec, Messaging, Publisher, Subscriber } from '@troupe/messaging';
import type { ServiceConfig } from '../config.ts';
import { every } from '../service/every.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { lagOf } from '../watch/standing-metrics.ts';
import { createAnnouncer, type Announcer } from './announce.ts';
import { followOrders } from './follow-orders.ts';
import { NO_ORDERS, type Orders } from './orders.ts';
import type { Pace } from './pace.ts';

/** What a service says of itself, and what it is told through. */
export interface FleetMember {
  /** Of its conclusions. Default '1'. */
  readonly version?: string;
  readonly consumes: readonly EventDefinition[];
  readonly publishes: readonly EventDefinition[];
  readonly messaging: Pick<Messaging, 'tail' | 'partitions'>;
  readonly codec: Codec;
  readonly publisher: Pick<Publisher, 'publish'>;
  /** What instructions are carried out on. Absent for a service that consumes nothing: it is not ready while it is paused. */
  readonly subscriber?: Pick<Subscriber, 'state' | 'inFlight' | 'standing' | 'pause' | 'resume' | 'limit'>;
  /** Tells the p95. */
  readonly pace?: Pick<Pace, 'p95Ms'>;
}

/** As much of a service as joining takes. */
export interface FleetContext extends Pick<
  ServiceContext<ServiceConfig<unknown>>,
  'log' | 'signal' | 'check' | 'defer'
> {
  readonly config: Pick<ServiceConfig, 'name' | 'announceMs'>;
}

/** No publisher waits for longer when its process ends: who did not say that it has gone is found out by its silence. */
const LEAVE_WITHIN_MS = 1_000;

/**
 * Makes a service a member of the fleet until it stops: it obeys what it was told before, announces itself now and every
 * `ANNOUNCE_EVERY`, obeys what it is told within a second, and takes its announcement back at the end. To be called before its
 * subscriber starts. That it cannot announce itself is logged, and holds nothing up.
 */
export const joinFleet = async (member: FleetMember, context: FleetContext): Promise<void> => {
  const { config, log, signal, check, defer } = context;
  const self = { agent: config.name, instance: nameInstance() };
  const usual = member.subscriber?.standing().concurrency;
  const startedAt = Date.now();
  let orders: Orders = NO_ORDERS;
  const describe = (): AgentAnnouncedData => ({
    ...self,
    ...describeMember(member, orders, signal),
    startedAt,
    everyMs: config.announceMs,
  });
  const announcer = createAnnouncer({ ...member, describe, clock: Date.now });
  const announce = quietly(announcer, context);

  check('instructed', () => isReady(orders, member));
  await followOrders({
    ...member,
    self,
    log,
    signal,
    onOrders: (next) => {
      orders = next;
      carryOut(orders, member.subscriber, usual);
      void announce();
    },
  });
  defer(() => leaveInTime(announcer));
  signal.addEventListener('abort', () => void announce(), { once: true });
  every({ what: 'announcing', everyMs: config.announceMs, log, signal, run: () => announcer.announce() });
  void announce();
};

/** Random, because what derives from nothing cannot be derived: two processes of one host are different instances. */
const nameInstance = (): string => `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;

const quietly =
  (announcer: Announcer, { log }: Pick<FleetContext, 'log'>) =>
  (): Promise<void> =>
    announcer.announce().catch((error: unknown) => log.warn({ err: error }, 'could not announce itself'));

const leaveInTime = async (announcer: Announcer): Promise<void> => {
  const limit = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => limit.resolve(undefined), LEAVE_WITHIN_MS);
  await Promise.race([announcer.leave().catch(() => undefined), limit.promise]);
  clearTimeout(timer);
};

const carryOut = ({ run, concurrency }: Orders, subscriber: FleetMember['subscriber'], usual = 0): void => {
  subscriber?.limit(run === 'paused' ? 0 : (concurrency ?? usual));
  if (run === 'running') subscriber?.resume();
  else subscriber?.pause();
};

const isReady = ({ run }: Orders, { subscriber }: FleetMember): boolean =>
  run === 'running' || (run === 'paused' && subscriber !== undefined);

type Described = Omit<AgentAnnouncedData, 'agent' | 'instance' | 'startedAt' | 'everyMs'>;

const describeMember = (member: FleetMember, { run, concurrency }: Orders, signal: AbortSignal): Described => {
  const { version = '1', consumes, publishes, subscriber, pace } = member;
  const standing = subscriber?.standing();
  const isStarting = run === 'running' && subscriber?.state() === 'starting';
  return {
    version,
    consumes: typesOf(consumes),
    publishes: typesOf(publishes),
    inFlight: subscriber?.inFlight() ?? 0,
    lag: [...(standing === undefined ? [] : lagOf(standing).values())].reduce((sum, lag) => sum + lag, 0),
    p95Ms: pace?.p95Ms() ?? null,
    state: signal.aborted ? 'draining' : isStarting ? 'starting' : run,
    concurrency: concurrency ?? standing?.concurrency ?? null,
  };
};

const typesOf = (events: readonly EventDefinition[]): readonly string[] =>
  [...new Set(events.map(({ type }) => type))].sort();
