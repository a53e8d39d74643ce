import { TroupeError, type EventDefinition } from '@troupe/contracts';
import { consumedBy } from './define-saga.ts';
import { earliest, type EventFact, type SagaFact } from './fact.ts';
import type { SagaDefinition, StepDefinition } from './saga-definition.ts';
import { meets, type StartCondition } from './start-condition.ts';
import { validateSaga } from './validate-saga.ts';

/** A step that a definition does not have. */
export interface AddedStep {
  readonly completedBy: EventDefinition;
  readonly failedBy: readonly EventDefinition[];
  readonly withinMs: number;
  readonly optional: boolean;
  readonly compensatedBy: EventDefinition | undefined;
  /** The agent whose held events hold it up. Default: nobody. */
  readonly heldBy?: string | undefined;
}

/** Who takes part, as data: what a saga waits for from some moment on. Rows are added, and never changed. */
export interface ParticipantRow {
  /** In the order in which they were made. */
  readonly id: number;
  readonly saga: string;
  readonly step: string;
  /** Of the last three, the first two are about any step, and 'removed' is about one that a row added. */
  readonly change: 'added' | 'required' | 'optional' | 'removed';
  /** Conversations that it concerns; undefined: all. */
  readonly when: StartCondition | undefined;
  /** Conversations whose start was appended later than this, in milliseconds since 1970 UTC. */
  readonly effectiveMs: number;
  /** With 'added': what is added. */
  readonly added: AddedStep | undefined;
}

const byEffect = (one: ParticipantRow, other: ParticipantRow): number =>
  one.effectiveMs - other.effectiveMs || one.id - other.id;

const stepOf = (name: string, { heldBy, ...added }: AddedStep): StepDefinition => ({
  ...added,
  name,
  canBeSpared: true,
  holdsNothing: undefined,
  after: [],
  forEach: undefined,
  accepts: () => true,
  ignores: () => false,
  overdue: undefined,
  withoutAnswer: 'reject',
  late: 'ignore',
  heldBy: heldBy === undefined ? undefined : { agent: heldBy, of: [] },
  ifHeld: 'wait',
  asks: { begin: undefined, overdue: undefined, undo: undefined, retry: undefined },
});

type Steps = readonly StepDefinition[];

const changed = (step: StepDefinition, change: 'required' | 'optional'): StepDefinition => {
  if (change === 'required') return { ...step, optional: false, withoutAnswer: 'reject' };
  return step.canBeSpared ? { ...step, optional: true } : step;
};

/** A step that the definition declares is its own: no row adds or removes it. */
const apply = (declared: Steps, steps: Steps, { step: name, change, added }: ParticipantRow): Steps => {
  if (change === 'required' || change === 'optional')
    return steps.map((step) => (step.name === name ? changed(step, change) : step));
  if (declared.some((step) => step.name === name)) return steps;
  const others = steps.filter((step) => step.name !== name);
  return change === 'added' && added !== undefined ? [...others, stepOf(name, added)] : others;
};

const applyAll = (definition: SagaDefinition, rows: readonly ParticipantRow[]): SagaDefinition => {
  const declared = definition.steps;
  const steps = rows.toSorted(byEffect).reduce((so, row) => apply(declared, so, row), declared);
  return { ...definition, steps, consumes: consumedBy({ ...definition, steps }) };
};

/** The event among these facts that starts an instance: the first in the log. */
export const startIn = ({ startedBy }: SagaDefinition, facts: readonly SagaFact[]): EventFact | undefined =>
  earliest(
    facts.map((fact) => (fact.kind === 'event' && startedBy.some(({ type }) => type === fact.type) ? fact : undefined)),
  );

/**
 * The definition that an instance has: that of its version, with the rows that were in effect when its start was appended
 * and whose condition the start meets. It follows from the start alone, whenever that is read: a row that is made later is
 * in effect only for later starts.
 */
export const withParticipants = (
  definition: SagaDefinition,
  rows: readonly ParticipantRow[],
  start: EventFact | undefined,
): SagaDefinition => {
  if (start === undefined) return definition;
  const meant = rows.filter(
    ({ saga, effectiveMs, when }) =>
      saga === definition.name && effectiveMs < start.appendedMs && (when === undefined || meets(when, start.data)),
  );
  return meant.length === 0 ? definition : applyAll(definition, meant);
};

const refuse = ({ saga, step }: ParticipantRow, why: string, cause?: unknown): never => {
  throw new TroupeError('PARTICIPANT_REFUSED', `Saga '${saga}', step '${step}': ${why}`, { cause });
};

/** What a row says has to be about a step that there is by then. */
const checkStep = (definition: SagaDefinition, before: SagaDefinition, row: ParticipantRow): void => {
  const { step: name, change } = row;
  const isDeclared = definition.steps.some((step) => step.name === name);
  const step = before.steps.find((each) => each.name === name);
  if (change === 'added') {
    if (isDeclared) refuse(row, 'the saga itself declares it: require it, or make it optional');
    if (row.added === undefined) refuse(row, 'what is added is missing');
    return;
  }
  if (step === undefined) refuse(row, 'there is no such step by then');
  if (change === 'removed' && isDeclared) refuse(row, 'the saga itself declares it: only what a row added is removed');
  if (change === 'optional' && step?.canBeSpared === false)
    refuse(row, `the saga concludes from it: declare it "optional: 'by-row'" first, so that its result may be missing`);
};

/**
 * Refuses a row that contradicts its saga, or the other rows at any later moment, whatever their conditions.
 * @throws TroupeError PARTICIPANT_REFUSED
 */
export const checkParticipant = (
  definition: SagaDefinition,
  rows: readonly ParticipantRow[],
  row: ParticipantRow,
): void => {
  const all = [...rows.filter(({ saga }) => saga === definition.name), row].toSorted(byEffect);
  const place = all.indexOf(row);
  checkStep(definition, applyAll(definition, all.slice(0, place)), row);
  for (let upTo = place + 1; upTo <= all.length; upTo += 1)
    try {
      validateSaga(applyAll(definition, all.slice(0, upTo)));
    } catch (error) {
      if (!TroupeError.is(error)) throw error;
      refuse(row, error.message, error);
    }
};
