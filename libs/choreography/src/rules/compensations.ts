import type { SagaDefinition, StepDefinition } from '@troupe/saga';
import { includesType, publishersOf, sagasOf, type Choreography, type RunSaga, type Service } from '../choreography.ts';
import type { Finding, Rule } from '../finding.ts';

/** The steps that have to end before this one begins. */
const before = (step: StepDefinition, { steps }: SagaDefinition): ReadonlySet<StepDefinition> => {
  const found = new Set<StepDefinition>();
  const follow = ({ after }: StepDefinition): void => {
    for (const each of steps)
      if (after.includes(each.name) && !found.has(each)) {
        found.add(each);
        follow(each);
      }
  };
  follow(step);
  return found;
};

const canReject = ({ optional, failedBy, withoutAnswer }: StepDefinition): boolean =>
  !optional && (failedBy.length > 0 || withoutAnswer === 'reject');

/** Whether the saga may be rejected or cancelled once this step is complete: while any other is still open. */
const mayRollBackAfter = (step: StepDefinition, saga: SagaDefinition): boolean => {
  const earlier = before(step, saga);
  const open = saga.steps.filter((each) => each !== step && !earlier.has(each));
  if (open.length === 0) return false;
  const { cancelledBy, failedBy, withinMs, withoutAnswers } = saga;
  const isTimed = withinMs !== undefined && withoutAnswers === 'reject';
  return cancelledBy !== undefined || failedBy.length > 0 || isTimed || open.some(canReject);
};

/** A participant that may hold something has to be able to undo it. */
export const stepNotUndone: Rule = (choreography) =>
  sagasOf(choreography).flatMap(({ saga, service }) =>
    saga.steps
      .filter(({ compensatedBy, holdsNothing }) => compensatedBy === undefined && holdsNothing === undefined)
      .filter((step) => mayRollBackAfter(step, saga))
      .map(({ name, completedBy }) => ({
        rule: 'step-not-undone',
        place: `${service.folder}: saga '${saga.name}', step '${name}'`,
        what: `the saga may be rolled back after ${completedBy.type}, and nobody undoes that`,
        mend: `say by which event its participant undoes it ('compensatedBy'), or why there is nothing to undo ('holdsNothing')`,
      })),
  );

const deafness = (participant: Service, { cancelledBy, publishes }: SagaDefinition): readonly string[] => [
  ...(cancelledBy === undefined || includesType(participant.consumes, cancelledBy.type) ? [] : [cancelledBy.type]),
  ...(publishes.some(({ type }) => includesType(participant.consumes, type)) ? [] : ['what the saga concludes']),
];

const unconfirmed = (choreography: Choreography, { saga, service }: RunSaga): readonly Finding[] =>
  saga.steps.flatMap(({ name, compensatedBy }) => {
    if (compensatedBy === undefined) return [];
    const participants = publishersOf(choreography, compensatedBy.type);
    const deaf = participants.map((each) => ({ each, to: deafness(each, saga) }));
    if (participants.length === 0 || deaf.some(({ to }) => to.length === 0)) return [];
    return deaf.map(({ each, to }) => ({
      rule: 'undo-unconfirmed',
      place: `${service.folder}: saga '${saga.name}', step '${name}'`,
      what: `${each.name} would confirm with ${compensatedBy.type}, and does not consume ${to.join(', nor ')}`,
      mend: `let ${each.name} consume it, undo its part, and answer with ${compensatedBy.type}`,
    }));
  });

/** A rollback that nobody confirms never ends. Where nobody publishes the confirmation at all, that rule says so. */
export const undoUnconfirmed: Rule = (choreography) =>
  sagasOf(choreography).flatMap((run) => unconfirmed(choreography, run));

/** A step is held up by what its agent holds: by one that never could, it is not. */
export const heldByNobody: Rule = (choreography) =>
  sagasOf(choreography).flatMap(({ saga, service }) =>
    saga.steps.flatMap(({ name, heldBy }) => {
      if (heldBy === undefined) return [];
      const agent = choreography.services.find((each) => each.name === heldBy.agent);
      const unread = heldBy.of.filter(({ type }) => agent !== undefined && !includesType(agent.consumes, type));
      if (agent !== undefined && unread.length === 0) return [];
      return [
        {
          rule: 'held-by-nobody' as const,
          place: `${service.folder}: saga '${saga.name}', step '${name}'`,
          what:
            agent === undefined
              ? `it is held by '${heldBy.agent}', which is no service`
              : `it is held by ${heldBy.agent}, which does not consume ${unread.map(({ type }) => type).join(', ')}`,
          mend: `name in 'heldBy' the agent that answers the step, and what it consumes`,
        },
      ];
    }),
  );
