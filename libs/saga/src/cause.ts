import type { Due } from './due.ts';
import { latest, type EventFact } from './fact.ts';
import type { SagaState } from './fold.ts';

const refusalsIn = ({ steps, failure }: SagaState): readonly (EventFact | undefined)[] => [
  ...steps.map(({ verdict, answer }) => (verdict === 'failed' || verdict === 'held' ? answer : undefined)),
  failure,
];

const undoneIn = ({ steps }: SagaState): EventFact | undefined => latest(steps.map(({ compensation }) => compensation));

/** The last event in log time that it rests on. A deadline that passed is no event: then it is what nobody answered. */
export const causeOf = ({ name, step, judges, because }: Due, state: SagaState): string | undefined => {
  const instruction = judges ?? because;
  if (instruction !== undefined) return instruction.event.id;
  const { start, cancel, steps, taken } = state;
  const rollback = undoneIn(state)?.id ?? taken.get('rejected')?.id ?? cancel?.id;
  switch (name) {
    case 'completed':
      return latest([start, ...steps.map(({ completion }) => completion), ...refusalsIn(state)])?.id;
    case 'rejected':
      return latest(refusalsIn(state))?.id ?? start?.id;
    case 'closed':
      return rollback;
  }
  if (name.startsWith('late:')) return step?.completion?.id;
  if (name.startsWith('undo:')) return rollback;
  const before = steps.filter((each) => step?.definition.after.includes(each.definition.name));
  return latest(before.map(({ answer }) => answer))?.id ?? start?.id;
};
