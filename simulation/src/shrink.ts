import type { Invariant } from './audit/invariants.ts';
import type { Mutation } from './mutation.ts';
import type { NotesPlan, Plan, ServiceName } from './plan.ts';
import { simulate, type Outcome } from './simulate.ts';

/** The invariants that an outcome violates, each once. */
export const violatedBy = ({ findings }: Pick<Outcome, 'findings'>): readonly Invariant[] => [
  ...new Set(findings.map(({ invariant }) => invariant)),
];

const without = <Item>(items: readonly Item[], index: number): readonly Item[] =>
  items.filter((_, other) => other !== index);

const fewerNotes = (notes: readonly NotesPlan[]): readonly (readonly NotesPlan[])[] =>
  notes.flatMap((script, index) =>
    script.notes.length < 2
      ? []
      : script.notes.map((_, nth) => notes.with(index, { ...script, notes: without(script.notes, nth) })),
  );

const fewerInstances = ({ instances }: Plan): readonly Plan['instances'][] =>
  // The keys of a plan's instances are names of services.
  (Object.entries(instances) as [ServiceName, number][])
    .filter(([, count]) => count > 1)
    .map(([service]) => ({ ...instances, [service]: 1 }));

/** Every plan that is this one with a little less in it. */
const smaller = (plan: Plan): readonly Plan[] => [
  ...plan.faults.map((_, index) => ({ ...plan, faults: without(plan.faults, index) })),
  ...plan.tasks.map((_, index) => ({ ...plan, tasks: without(plan.tasks, index) })),
  ...plan.notes.map((_, index) => ({ ...plan, notes: without(plan.notes, index) })),
  ...fewerNotes(plan.notes).map((notes) => ({ ...plan, notes })),
  ...fewerInstances(plan).map((instances) => ({ ...plan, instances })),
  ...(plan.partitions > 1 ? [{ ...plan, partitions: 1 }] : []),
];

/** Plans that are played at most to make one smaller. */
const TRIES = 400;

/** Takes out of a plan whatever the violation of this invariant does not need. */
export const shrink = async (plan: Plan, invariant: Invariant, mutation?: Mutation): Promise<Plan> => {
  let tries = 0;
  const stillFails = async (candidate: Plan): Promise<boolean> => {
    tries += 1;
    return violatedBy(await simulate(candidate, { without: mutation })).includes(invariant);
  };
  const next = async (from: Plan): Promise<Plan | undefined> => {
    for (const candidate of smaller(from)) {
      if (tries >= TRIES) return undefined;
      if (await stillFails(candidate)) return candidate;
    }
    return undefined;
  };
  let smallest = plan;
  for (let found = await next(plan); found !== undefined; found = await next(found)) smallest = found;
  return smallest;
};
