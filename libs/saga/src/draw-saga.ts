import type { EventDefinition } from '@troupe/contracts';
import type { Join, SagaDefinition, StepDefinition } from './saga-definition.ts';

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
] as const;

/** As it would be written in a definition. */
const durationOf = (ms: number): string => {
  const unit = UNITS.find(([size]) => ms % size === 0);
  return unit === undefined ? `${ms}ms` : `${ms / unit[0]}${unit[1]}`;
};

const typesOf = (events: readonly EventDefinition[]): string => events.map(({ type }) => type).join('<br/>');

/** Names of steps are in kebab-case, which Mermaid takes for an arrow where it likes to. */
const idOf = (name: string): string => `step_${name.replaceAll('-', '_')}`;

const nodeOf = ({ name, completedBy, withinMs, optional, forEach }: StepDefinition): string => {
  const each = forEach === undefined ? [] : [`one per item of ${forEach.of.type}, at most ${forEach.atMost}`];
  const lines = [name, ...each, completedBy.type, `within ${durationOf(withinMs)}`, ...(optional ? ['optional'] : [])];
  const [open, close] = forEach === undefined ? ['[', ']'] : ['[[', ']]'];
  return `${idOf(name)}${open}"${lines.join('<br/>')}"${close}`;
};

const entriesOf = ({ after, name, asks }: StepDefinition): readonly string[] => {
  const label = asks.begin === undefined ? '' : '|is asked|';
  return (after.length === 0 ? ['start'] : after.map(idOf)).map((from) => `${from} -->${label} ${idOf(name)}`);
};

/** What leads to a rejection: a no, or no answer unless it can be spared. */
const refusalsOf = (step: StepDefinition): readonly string[] => {
  const { name, failedBy, optional, withoutAnswer, overdue, heldBy, ifHeld } = step;
  if (optional) return [];
  const held = heldBy === undefined || ifHeld === 'wait' ? [] : [`held by ${heldBy.agent}`];
  const reasons = [...failedBy.map(({ type }) => type), ...(withoutAnswer === 'reject' ? [...held, 'no answer'] : [])];
  const from = overdue === undefined ? idOf(name) : `${idOf(name)}_overdue`;
  return reasons.length === 0 ? [] : [`${from} -. "${reasons.join('<br/>')}" .-> rejected`];
};

const overdueOf = ({ name, overdue }: StepDefinition): readonly string[] => {
  if (overdue === undefined) return [];
  const id = `${idOf(name)}_overdue`;
  return [
    `${id}{{"${overdue.who === 'person' ? 'a person' : 'somebody else'}<br/>within ${durationOf(overdue.withinMs)}"}}`,
    `${idOf(name)} -. "no answer" .-> ${id}`,
  ];
};

const joinOf = (join: Join): string => {
  if (typeof join === 'object') return `at least ${join.atLeast}`;
  return join === 'by-condition' ? 'by condition' : join;
};

/** Steps that no other comes after: what the saga completes with. */
const lastOf = ({ steps, join }: SagaDefinition): readonly StepDefinition[] =>
  join === 'all' ? steps.filter(({ name }) => !steps.some(({ after }) => after.includes(name))) : steps;

const endOf = (saga: SagaDefinition): readonly string[] => {
  const { steps, join, withinMs, withoutAnswers, cancelledBy, failedBy, rollback } = saga;
  const undone = steps.flatMap(({ name, compensatedBy }) =>
    compensatedBy ? [{ name, type: compensatedBy.type }] : [],
  );
  const whole = withoutAnswers === 'partial' ? 'completed' : 'rejected';
  return [
    `completed(["completed: ${joinOf(join)}"])`,
    'rejected(["rejected"])',
    'closed(["closed"])',
    ...lastOf(saga).map(
      ({ name, overdue }) =>
        `${idOf(name)}${overdue === undefined ? '' : ' & ' + idOf(name) + '_overdue'} --> completed`,
    ),
    ...(withinMs === undefined ? [] : [`start -. "after ${durationOf(withinMs)}" .-> ${whole}`]),
    ...(failedBy.length === 0 ? [] : [`start -. "${typesOf(failedBy)}" .-> rejected`]),
    ...(cancelledBy === undefined ? [] : [`cancelled(["${cancelledBy.type}"])`]),
    ...['rejected', ...(cancelledBy === undefined ? [] : ['cancelled'])].flatMap((from) =>
      undone.length === 0
        ? [`${from} --> closed`]
        : [`${from} -->|${rollback === 'in-reverse' ? 'in reverse' : 'at once'}| undo`],
    ),
    ...(undone.length === 0
      ? []
      : [`undo["${undone.map(({ name, type }) => `${name}: ${type}`).join('<br/>')}"]`, 'undo --> closed']),
  ];
};

const parentOf = ({ reports }: SagaDefinition): readonly string[] =>
  reports === undefined
    ? []
    : [
        'parent[/"its parent"/]',
        'completed -. "is told" .-> parent',
        'rejected -. "is told" .-> parent',
        ...(reports.closed === undefined ? [] : ['closed -. "is told" .-> parent']),
      ];

/** A saga as a Mermaid flowchart: what starts it, what it waits for and how long, and how it can end. */
export const drawSaga = (saga: SagaDefinition): string =>
  [
    'flowchart LR',
    ...[
      `start(["${typesOf(saga.startedBy)}"])`,
      ...saga.steps.flatMap((step) => [nodeOf(step), ...overdueOf(step)]),
      ...saga.steps.flatMap(entriesOf),
      ...saga.steps.flatMap(refusalsOf),
      ...endOf(saga),
      ...parentOf(saga),
    ].map((line) => `  ${line}`),
  ].join('\n');
