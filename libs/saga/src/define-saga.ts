import { durationMs, EventHeld, TroupeError, type EventDefinition } from '@troupe/contracts';
import { earlyLimits } from './early.ts';
import type { HeldBy } from './held.ts';
import type { FanOut, Join, Overdue, SagaDefinition, StepDefinition, WithoutAnswer } from './saga-definition.ts';
import type { SagaOptions, StepOptions, UntypedFunctions } from './saga-options.ts';
import type { OneOrMore } from './typed-view.ts';
import { refuseStrangers, validateSaga } from './validate-saga.ts';

const millis = (whose: string, within: string): number => {
  try {
    return durationMs(within);
  } catch (cause) {
    throw new TroupeError('DEFINITION_INVALID', `${whose}: '${within}' is not a duration`, { cause });
  }
};

const listOf = <Item>(items: Item | readonly Item[] | undefined): readonly Item[] => {
  if (items === undefined) return [];
  // Array.isArray takes a readonly array for something else.
  return Array.isArray(items) ? (items as readonly Item[]) : [items as Item];
};

type Timeout = Pick<StepDefinition, 'overdue' | 'withoutAnswer'>;

const timeoutOf = (whose: string, onTimeout: StepOptions['onTimeout'] = 'reject'): Timeout => {
  if (typeof onTimeout === 'string') return { overdue: undefined, withoutAnswer: onTimeout };
  const withoutAnswer: WithoutAnswer = onTimeout.then ?? 'reject';
  const overdue: Overdue =
    'fallback' in onTimeout
      ? { who: 'fallback', withinMs: millis(whose, onTimeout.fallback) }
      : { who: 'person', withinMs: millis(whose, onTimeout.person) };
  return { overdue, withoutAnswer };
};

const heldByOf = (heldBy: StepOptions['heldBy']): HeldBy | undefined => {
  if (heldBy === undefined) return undefined;
  return typeof heldBy === 'string' ? { agent: heldBy, of: [] } : { agent: heldBy.agent, of: listOf(heldBy.of) };
};

const fanOutOf = (step: StepOptions, items: NonNullable<UntypedFunctions['items']>[string]): FanOut | undefined =>
  step.forEach && {
    ...step.forEach,
    keys: (data) => items?.keys(data) ?? [],
    keyOf: (data) => items?.keyOf(data) ?? '',
  };

const reportsOf = ({ reports }: UntypedFunctions): SagaDefinition['reports'] =>
  reports && { closed: undefined, forced: undefined, ...reports };

interface Around {
  readonly saga: string;
  readonly late: StepDefinition['late'];
  readonly functions: UntypedFunctions;
}

const stepOf = (name: string, step: StepOptions, { saga, late, functions }: Around): StepDefinition => {
  const whose = `Saga '${saga}', step '${name}'`;
  const accepts = functions.accepts?.[name];
  const { begin, overdue, undo, retry } = functions.asks?.[name] ?? {};
  return {
    name,
    completedBy: step.completedBy,
    failedBy: step.failedBy ?? [],
    withinMs: millis(whose, step.within),
    optional: step.optional === true,
    canBeSpared: step.optional !== undefined && step.optional !== false,
    compensatedBy: step.compensatedBy,
    holdsNothing: step.holdsNothing,
    after: listOf(step.after),
    forEach: fanOutOf(step, functions.items?.[name]),
    accepts: accepts ?? (() => true),
    ignores: functions.ignores?.[name] ?? (() => false),
    ...timeoutOf(whose, step.onTimeout),
    late: step.late ?? late,
    heldBy: heldByOf(step.heldBy),
    ifHeld: step.ifHeld ?? 'wait',
    asks: { begin, overdue, undo, retry },
  };
};

type Consuming = Pick<SagaDefinition, 'startedBy' | 'cancelledBy' | 'failedBy' | 'hears' | 'steps'>;

/** What a saga waits for: each type once, in the order of the definition, and again where it has a meaning that it must not have twice. */
export const consumedBy = ({
  startedBy,
  cancelledBy,
  failedBy,
  hears,
  steps,
}: Consuming): readonly EventDefinition[] => {
  const answers = [
    ...startedBy,
    cancelledBy,
    ...failedBy,
    ...hears,
    ...steps.flatMap((step) => [step.completedBy, ...step.failedBy, step.compensatedBy]),
    steps.some(({ heldBy }) => heldBy !== undefined) ? EventHeld : undefined,
  ].filter((definition) => definition !== undefined);
  const lists = steps.flatMap(({ forEach }) => (forEach === undefined ? [] : [forEach.of]));
  // Which items there are may be said by any event, also by one that starts the saga or completes a step.
  const others = lists.filter(
    ({ type }, at) =>
      !answers.some((each) => each.type === type) && lists.findIndex((each) => each.type === type) === at,
  );
  return [...answers, ...others];
};

/**
 * Defines a saga: declared, not coded. @throws TroupeError DEFINITION_INVALID naming everything that contradicts itself.
 *
 * @example
 * defineSaga({
 *   name: 'order',
 *   startedBy: TransactionCreated,
 *   cancelledBy: OrderCancelled,
 *   steps: { reserve: { completedBy: ItemsReserved, failedBy: [ItemsUnavailable], within: '30s', compensatedBy: ItemsReleased } },
 *   publishes: [OrderConfirmed, OrderRejected, OrderClosed],
 *   onCompleted: ({ steps }) => OrderConfirmed({ reserved: steps.reserve.lines }),
 *   …
 * });
 */
export const defineSaga = <
  const Start extends OneOrMore,
  const Steps extends Readonly<Record<string, StepOptions>>,
  const Publishes extends readonly EventDefinition[],
  const Failed extends readonly EventDefinition[] = readonly [],
  const Joined extends Join = 'all',
  const Whole extends WithoutAnswer = 'reject',
>(
  options: SagaOptions<Start, Steps, Publishes, Failed, Joined, Whole>,
): SagaDefinition => {
  const { name, publishes, cancelledBy, late = 'ignore' } = options;
  // See `UntypedFunctions`.
  const functions = options as unknown as UntypedFunctions;
  const steps = Object.entries<StepOptions>(options.steps).map(([step, shape]) =>
    stepOf(step, shape, { saga: name, late, functions }),
  );
  const startedBy = listOf<EventDefinition>(options.startedBy);
  const { failedBy = [], hears = [] } = options;
  const { onCompleted, onRejected, onClosed, onForced, onRevoked, onAppended, condition, packaged, businessKey } =
    functions;
  const definition: SagaDefinition = {
    name,
    version: options.version ?? '1',
    migrates: options.migrates,
    early: earlyLimits(name, options.early),
    startedBy,
    cancelledBy,
    failedBy,
    hears,
    steps,
    join: options.join ?? 'all',
    condition,
    withinMs: options.within && millis(`Saga '${name}'`, options.within),
    withoutAnswers: options.onTimeout ?? 'reject',
    rollback: options.rollback ?? 'at-once',
    consumes: consumedBy({ startedBy, cancelledBy, failedBy, hears, steps }),
    publishes,
    onCompleted,
    onRejected,
    onClosed,
    onForced,
    onRevoked,
    onAppended,
    reports: reportsOf(functions),
    packaged,
    businessKey,
  };
  refuseStrangers(definition, functions);
  validateSaga(definition);
  return Object.freeze(definition);
};
