import type { HeldBy } from './held.ts';
import { isKebabCase } from './kebab-case.ts';
import type { SagaDefinition, StepDefinition } from './saga-definition.ts';

/** Every item is facts that are read with each new one. */
const MOST_ITEMS = 300;

const timeProblems = ({ withinMs, overdue, asks }: StepDefinition): readonly string[] => [
  ...(withinMs > 0 ? [] : [`'within' must be longer than nothing`]),
  ...(overdue === undefined || overdue.withinMs > 0 ? [] : [`'onTimeout' must be longer than nothing`]),
  ...((overdue === undefined) === (asks.overdue === undefined)
    ? []
    : [`whom 'onTimeout' names needs an event of 'asks' that asks it, and the other way round`]),
];

const undoProblems = (step: StepDefinition, { rollback }: SagaDefinition): readonly string[] => {
  const { compensatedBy, holdsNothing, asks, late } = step;
  const isAsked = (rollback === 'in-reverse' && compensatedBy !== undefined) || late === 'compensate';
  return [
    ...(late === 'compensate' && compensatedBy === undefined
      ? [`what comes late cannot be undone without 'compensatedBy'`]
      : []),
    ...(compensatedBy !== undefined && holdsNothing !== undefined
      ? [`it is undone by ${compensatedBy.type}, and said to hold nothing: say one of them`]
      : []),
    ...(isAsked && asks.undo === undefined ? [`its participant needs an event of 'asks' that asks it to undo`] : []),
    ...(!isAsked && asks.undo !== undefined ? ['nobody ever asks it to undo: see the rollback of the saga'] : []),
  ];
};

const itemProblems = ({ forEach }: StepDefinition): readonly string[] => {
  if (forEach === undefined) return [];
  const { atMost } = forEach;
  return Number.isSafeInteger(atMost) && atMost >= 1 && atMost <= MOST_ITEMS
    ? []
    : [`'atMost' must be a whole number from 1 to ${MOST_ITEMS}`];
};

/** Whether what one agent holds says which of two steps it holds up. */
const areToldApart = (one: HeldBy, other: HeldBy): boolean =>
  one.of.length > 0 && other.of.length > 0 && !one.of.some(({ type }) => other.of.some((each) => each.type === type));

const heldProblems = ({ name, heldBy, ifHeld }: StepDefinition, { steps }: SagaDefinition): readonly string[] => {
  if (heldBy === undefined) return ifHeld === 'wait' ? [] : [`'ifHeld' means nothing without 'heldBy'`];
  const others = steps.filter(
    (each) => each.name !== name && each.heldBy?.agent === heldBy.agent && !areToldApart(heldBy, each.heldBy),
  );
  return [
    ...(isKebabCase(heldBy.agent) ? [] : [`'heldBy' must name an agent, such as 'order-agent'`]),
    ...others.map(
      (other) =>
        `'${heldBy.agent}' also holds up '${other.name}': say of which events each, with 'heldBy: { agent, of }'`,
    ),
  ];
};

const orderProblems = ({ after }: StepDefinition, { steps }: SagaDefinition): readonly string[] =>
  after
    .filter((name) => !steps.some((each) => each.name === name))
    .map((name) => `it comes after '${name}', which is no step`);

/** Whether a step comes, by whatever way, after itself. */
const isCircular = (step: StepDefinition, { steps }: SagaDefinition): boolean => {
  const before = new Set<string>();
  const follow = ({ after }: StepDefinition): void => {
    for (const name of after) {
      if (before.has(name)) continue;
      before.add(name);
      const next = steps.find((each) => each.name === name);
      if (next !== undefined) follow(next);
    }
  };
  follow(step);
  return before.has(step.name);
};

/** What is wrong with single steps. */
export const stepsProblems = (saga: SagaDefinition): readonly string[] =>
  saga.steps.flatMap((step) =>
    [
      ...timeProblems(step),
      ...undoProblems(step, saga),
      ...itemProblems(step),
      ...heldProblems(step, saga),
      ...orderProblems(step, saga),
      ...(isCircular(step, saga) ? ['it comes after itself'] : []),
    ].map((problem) => `step '${step.name}': ${problem}`),
  );
