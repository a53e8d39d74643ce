import { startConversation, type Duration, type EventDefinition, type EventType } from '@troupe/contracts';
import { defineSaga } from './define-saga.ts';
import type { IfHeld } from './held.ts';
import type { Join, LatePolicy, SagaDefinition, WithoutAnswer } from './saga-definition.ts';
import type { StepOptions, UntypedFunctions } from './saga-options.ts';
import {
  noteEvent,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
  TripWithdrawn,
  type Note,
} from './trip.fixture.ts';

/** A step as it is drawn. What contradicts the rest of its saga is left out when that is defined. */
export interface DrawnStep {
  readonly within: number;
  readonly optional: boolean;
  readonly compensable: boolean;
  /** Comes after the step that is so many before it; 0: begins with the saga. */
  readonly after: number;
  readonly perItem: boolean;
  readonly overdue: 'fallback' | 'person' | undefined;
  readonly without: WithoutAnswer;
  readonly late: LatePolicy;
  /** Whether its participant is asked to begin. */
  readonly isAsked: boolean;
  /** What it means that its agent holds an event; undefined: it is not looked at. */
  readonly ifHeld: IfHeld | undefined;
  /** Whether its participant is a saga of its own, begun in a conversation of its own. */
  readonly isChild: boolean;
}

/** A saga as it is drawn. */
export interface DrawnSaga {
  readonly steps: readonly DrawnStep[];
  readonly join: 'all' | 'any' | 'two' | 'by-condition';
  readonly within: number | undefined;
  readonly onTimeout: WithoutAnswer;
  readonly rollback: 'at-once' | 'in-reverse';
}

export const TripImported = noteEvent('trip.imported');
export const BudgetSpent = noteEvent('budget.spent');
export const Asked = noteEvent('part.asked');
export const Appended = noteEvent('part.appended');

type NoteEvent = EventType<string, Note>;

/** The events of a step. */
export const eventsOf = (index: number): Readonly<Record<'listed' | 'done' | 'refused' | 'undone', NoteEvent>> => ({
  listed: noteEvent(`part-${index}.listed`),
  done: noteEvent(`part-${index}.done`),
  refused: noteEvent(`part-${index}.refused`),
  undone: noteEvent(`part-${index}.undone`),
});

/** The agent of a step. */
export const agentOf = (index: number): string => `agent-${index}`;

/** What a completion says that is not good enough; a step per item says which item before that. */
export const POOR = 'poor';

const ok = { note: 'ok' };
const ms = (value: number): Duration => `${value}ms`;
const noteOf = (data: unknown): string => (data as { readonly note: string }).note;

/** A drawn saga without what its definition would be refused for. */
export const tidy = ({ steps, join, ...rest }: DrawnSaga): DrawnSaga => {
  const isAll = join === 'all';
  const isUndone = steps.some(({ compensable }) => compensable);
  const { onTimeout, within } = rest;
  // A child reads nothing of the conversation above it: it has to be told to stop.
  const areChildrenUndone = steps.some(({ isChild, compensable }) => isChild && compensable);
  return {
    ...{ ...rest, join: join === 'two' && steps.length < 2 ? 'any' : join },
    onTimeout: within === undefined ? 'reject' : onTimeout,
    ...(areChildrenUndone && { rollback: 'in-reverse' as const }),
    steps: steps.map((step, index) => {
      const spared = { optional: isAll && step.optional, without: isAll ? step.without : ('reject' as const) };
      const isReopenable = !isUndone || (isAll && (spared.optional || spared.without === 'partial') && !within);
      const isImpossible =
        (step.late === 'reopen' && !isReopenable) || (step.late === 'compensate' && !step.compensable);
      return {
        ...step,
        ...spared,
        after: step.after > index ? 0 : step.after,
        late: isImpossible ? 'ignore' : step.late,
        ...(step.isChild && { isAsked: true, ifHeld: undefined }),
      };
    }),
  };
};

const stepOf = (step: DrawnStep, index: number): StepOptions => {
  const { listed, done, refused, undone } = eventsOf(index);
  const { within, optional, compensable, after, perItem, overdue, without, late, ifHeld } = step;
  return {
    ...{ completedBy: done, failedBy: [refused], within: ms(within), optional, late },
    onTimeout:
      overdue === undefined
        ? without
        : { ...(overdue === 'person' ? { person: ms(100) } : { fallback: ms(100) }), then: without },
    ...(compensable && { compensatedBy: undone }),
    ...(after > 0 && { after: `part-${index - after}` }),
    ...(perItem && { forEach: { of: listed, atMost: 3 } }),
    ...(ifHeld && { heldBy: agentOf(index), ifHeld }),
  };
};

/** Asks say whom they ask for what, so that the play can answer. */
const asksOf = (step: DrawnStep, rollback: DrawnSaga['rollback'], index: number) => {
  const say = (what: string) => (_: unknown, item: string) => Asked({ note: `${what} ${index} ${item}` });
  const ask = (what: string) => (view: unknown, item: string) =>
    step.isChild ? startConversation(`${index} ${item}`, say(what)(view, item)) : say(what)(view, item);
  const isUndo = step.compensable && (rollback === 'in-reverse' || step.late === 'compensate');
  return {
    ...(step.isAsked && { begin: ask('begin') }),
    ...(step.overdue && { overdue: say('overdue') }),
    ...(isUndo && { undo: ask('undo') }),
  };
};

const JOINS: Readonly<Record<DrawnSaga['join'], Join>> = {
  all: 'all',
  any: 'any',
  two: { atLeast: 2 },
  'by-condition': 'by-condition',
};

const byIndex = <Value>(values: readonly Value[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(values.map((value, index) => [`part-${index}`, value]));

const functionsOf = ({ steps, rollback, join }: DrawnSaga): Partial<UntypedFunctions> => ({
  accepts: byIndex(steps.map(() => (data: unknown) => !noteOf(data).endsWith(POOR))),
  items: Object.fromEntries(
    steps.flatMap(({ perItem }, index) =>
      perItem
        ? [
            [
              `part-${index}`,
              {
                keys: (data: unknown) => noteOf(data).split(' ').filter(Boolean),
                keyOf: (data: unknown) => noteOf(data).split(' ')[0] ?? '',
              },
            ],
          ]
        : [],
    ),
  ),
  asks: byIndex(steps.map((step, index) => asksOf(step, rollback, index))),
  ...(join === 'by-condition' && {
    condition: (view: unknown) => {
      const { steps: done } = view as { readonly steps: Readonly<Record<string, unknown>> };
      return Object.keys(done).length >= 2 ? ('complete' as const) : ('undecided' as const);
    },
  }),
});

/** Defines it. */
export const define = (drawn: DrawnSaga): SagaDefinition => {
  const { steps, join, within, onTimeout, rollback } = tidy(drawn);
  const publishes: readonly EventDefinition[] = [TripBooked, TripRefused, TripClosed, Asked, Appended];
  return defineSaga({
    name: 'drawn',
    startedBy: [TripRequested, TripImported],
    cancelledBy: TripWithdrawn,
    failedBy: [BudgetSpent],
    steps: byIndex(steps.map(stepOf)),
    ...(functionsOf(tidy(drawn)) as object),
    join: JOINS[join],
    ...(within !== undefined && { within: ms(within), onTimeout }),
    rollback,
    publishes,
    onCompleted: () => TripBooked(ok),
    onRejected: () => TripRefused(ok),
    onClosed: () => TripClosed(ok),
    onAppended: () => Appended(ok),
  });
};
