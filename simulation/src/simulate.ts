import { auditCommit } from './audit/audit-commits.ts';
import { auditDelivery } from './audit/audit-delivery.ts';
import { auditHeld } from './audit/audit-held.ts';
import { auditSagas, hasEnded, tasksIn } from './audit/audit-sagas.ts';
import { found, type Finding } from './audit/invariants.ts';
import type { Mutation } from './mutation.ts';
import type { Plan, ServiceName } from './plan.ts';
import { groupsOf } from './readers.ts';
import { UNDELIVERED } from './world/sim-decision-store.ts';
import { createWorld, type World } from './world/world.ts';

/** How a course of things came out. */
export interface Outcome {
  readonly findings: readonly Finding[];
  /** Things that happened, one after the other. */
  readonly steps: number;
  /** Faults that have happened. */
  readonly faults: number;
  /** In the simulated world. */
  readonly tookMs: number;
  readonly trace: readonly string[];
}

/** How a plan is played. */
export interface SimulateOptions {
  /** What is taken out, to see whether anybody notices. */
  readonly without?: Mutation | undefined;
  readonly isTraced?: boolean | undefined;
}

/** How often it is looked whether everything has come to rest. */
const LOOK_EVERY_MS = 250;
/** Longer than anything waits for anything. */
const REST_WITHIN_MS = 60_000;

const isRead = ({ plan, broker }: World): boolean =>
  groupsOf(plan).every(({ group, topics }) =>
    topics.every((topic) =>
      Array.from({ length: plan.partitions }, (_, partition) => partition).every(
        (partition) => broker.group(group).start(topic, partition).offset >= broker.log.end(topic, partition),
      ),
    ),
  );

const isDelivered = (world: World): boolean =>
  // The keys of a plan's instances are names of services.
  (Object.keys(world.plan.instances) as ServiceName[]).every(
    (service) => world.tablesOf(service).rows(UNDELIVERED).length === 0,
  );

const isAtRest = (world: World): boolean =>
  world.isAllSent() && isRead(world) && world.isAllReleased() && isDelivered(world) && tasksIn(world).every(hasEnded);

/** Lets things happen until they have come to rest; says how many it took, and whether they did. */
const runToRest = async (world: World): Promise<{ steps: number; isAtRest: boolean }> => {
  const { scheduler, plan } = world;
  const beganMs = scheduler.now();
  let lookMs = beganMs + Math.max(0, ...plan.faults.map((fault) => ('atMs' in fault ? fault.atMs : 0)));
  for (let steps = 1; await scheduler.step(); steps += 1) {
    if (scheduler.now() < lookMs) continue;
    if (isAtRest(world)) return { steps, isAtRest: true };
    if (scheduler.now() - beganMs > REST_WITHIN_MS) return { steps, isAtRest: false };
    lookMs = scheduler.now() + LOOK_EVERY_MS;
  }
  return { steps: 0, isAtRest: false };
};

/** Plays a plan to its end and holds what came of it against what must be true. The same plan comes out the same. */
export const simulate = async (plan: Plan, { without, isTraced }: SimulateOptions = {}): Promise<Outcome> => {
  const early: Finding[] = [];
  const onCommit = (...commit: Parameters<typeof auditCommit>): void => void early.push(...auditCommit(...commit));
  const world = await createWorld({ plan, without, isTraced, onCommit });
  const beganMs = world.scheduler.now();
  const { steps, isAtRest: rests } = await runToRest(world);
  const stuck = rests ? [] : [found('comes-to-rest')('something is still waiting')];
  return {
    findings: [...early, ...stuck, ...auditDelivery(world), ...auditHeld(world), ...auditSagas(world)],
    steps,
    faults: world.faults(),
    tookMs: world.scheduler.now() - beganMs,
    trace: world.trace.lines,
  };
};
