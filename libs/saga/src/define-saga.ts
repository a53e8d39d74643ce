import { durationMs, TroupeError, type DraftOf, type Duration, type EventDefinition } from '@troupe/contracts';
import { earlyLimits, type EarlyOptions } from './early.ts';
import type { PackagedRow, SagaDefinition, StepDefinition } from './saga-definition.ts';
import type { SagaMigration } from './saga-migration.ts';
import type { ClosedViewOf, CompletedViewOf, DataOf, SagaView, StepShape, StepShapes, ViewOf } from './saga-view.ts';
import { validateSaga } from './validate-saga.ts';

/** One participant's part. */
export interface StepOptions extends StepShape {
  readonly completedBy: EventDefinition;
  /** Business "no"s. Default none. */
  readonly failedBy?: readonly EventDefinition[];
  /** How long after the start an answer is in time, judged by when the broker appended it. */
  readonly within: Duration;
  /** The saga completes without it when it fails or does not answer in time. Default false. */
  readonly optional?: boolean;
  /**
   * The event by which the participant says that it undid its part. It answers every conversation's first rejection or
   * cancellation exactly once, also when there was nothing to undo. Absent: there is nothing to wait for.
   */
  readonly compensatedBy?: EventDefinition;
}

/** What a saga is made of. The three functions are pure: they may be run again. */
export interface SagaOptions<
  Start extends EventDefinition,
  Steps extends Readonly<Record<string, StepOptions>>,
  Publishes extends readonly EventDefinition[],
> {
  /** In kebab-case. */
  readonly name: string;
  /** Raise it when the steps or the conclusions change. Default '1'. */
  readonly version?: string;
  /** Instances that began with an earlier version can be moved to this one. Default: they end on their own. */
  readonly migrates?: SagaMigration;
  /** What is kept of a conversation before its start is read. */
  readonly early?: EarlyOptions;
  readonly startedBy: Start;
  /** The event by which whoever asked for it takes it back, at any time. */
  readonly cancelledBy?: EventDefinition;
  readonly steps: Steps;
  /** Default 'all': it completes when every step has, optional ones aside. */
  readonly join?: 'all';
  /** Every event type that it may conclude; anything else does not compile. */
  readonly publishes: Publishes;
  readonly onCompleted: (view: CompletedViewOf<Start, Steps>) => DraftOf<Publishes[number]>;
  /** Published at once on the first no, or when a deadline has passed; participants undo their part on it. */
  readonly onRejected: (view: ViewOf<Start, Steps>) => DraftOf<Publishes[number]>;
  /** Published when a rejected or cancelled saga has been undone everywhere. */
  readonly onClosed: (view: ClosedViewOf<Start, Steps>) => DraftOf<Publishes[number]>;
  /** What is kept in the main database, written with each change of status once there is an outcome. */
  readonly packaged?: {
    /** Table of the schema `main`, whose key is the column `id`. */
    readonly table: string;
    readonly row: (view: ViewOf<Start, Steps>) => PackagedRow;
  };
  /** What people know an instance by, such as the number of an order; operators find it by that. Default: none. */
  readonly businessKey?: (start: DataOf<Start>) => string;
}

const withinMs = (saga: string, step: string, within: string): number => {
  try {
    return durationMs(within);
  } catch (cause) {
    throw new TroupeError('DEFINITION_INVALID', `Saga '${saga}', step '${step}': '${within}' is not a duration`, {
      cause,
    });
  }
};

const stepOf = (saga: string, name: string, step: StepOptions): StepDefinition => ({
  name,
  completedBy: step.completedBy,
  failedBy: step.failedBy ?? [],
  withinMs: withinMs(saga, name, step.within),
  optional: step.optional ?? false,
  compensatedBy: step.compensatedBy,
});

const consumedBy = (
  start: EventDefinition,
  cancel: EventDefinition | undefined,
  steps: readonly StepDefinition[],
): readonly EventDefinition[] =>
  [
    start,
    cancel,
    ...steps.flatMap(({ completedBy, failedBy, compensatedBy }) => [completedBy, ...failedBy, compensatedBy]),
  ].filter((definition) => definition !== undefined);

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
  Start extends EventDefinition,
  const Steps extends Readonly<Record<string, StepOptions>>,
  const Publishes extends readonly EventDefinition[],
>(
  options: SagaOptions<Start, Steps, Publishes>,
): SagaDefinition => {
  const { name, startedBy, cancelledBy, publishes, packaged, businessKey } = options;
  const steps = Object.entries(options.steps).map(([step, shape]) => stepOf(name, step, shape));
  // The engine builds each view from the same definition that its type was inferred from.
  const definition: SagaDefinition = {
    name,
    version: options.version ?? '1',
    migrates: options.migrates,
    early: earlyLimits(name, options.early),
    startedBy,
    cancelledBy,
    steps,
    join: options.join ?? 'all',
    consumes: consumedBy(startedBy, cancelledBy, steps),
    publishes,
    onCompleted: (view) => options.onCompleted(view as unknown as CompletedViewOf<Start, Steps>),
    onRejected: (view) => options.onRejected(typed(view)),
    onClosed: (view) => options.onClosed(view as unknown as ClosedViewOf<Start, Steps>),
    packaged: packaged && { table: packaged.table, row: (view) => packaged.row(typed(view)) },
    businessKey: businessKey && ((start) => businessKey(start as DataOf<Start>)),
  };
  validateSaga(definition);
  return Object.freeze(definition);
};

// See above: what the view holds is what its definition's types say.
const typed = <Start, Steps extends StepShapes>(view: SagaView): ViewOf<Start, Steps> =>
  view as unknown as ViewOf<Start, Steps>;
