import { TroupeError } from '@troupe/contracts';
import { isKebabCase } from './kebab-case.ts';
import type { SagaDefinition } from './saga-definition.ts';
import type { UntypedFunctions } from './saga-options.ts';
import { stepsProblems } from './validate-steps.ts';

const TABLE = /^[a-z][a-z0-9_]{0,62}$/;

const nameProblems = ({ name, version, packaged, migrates, steps }: SagaDefinition): readonly string[] => [
  ...(isKebabCase(name) ? [] : [`its name must be in kebab-case, such as 'order'`]),
  ...(name.length > 100 ? ['its name must not be longer than 100 characters'] : []),
  ...(version === '' ? ['its version must not be empty'] : []),
  ...(migrates?.from === version ? [`it migrates from '${version}', which is its own version`] : []),
  ...(packaged === undefined || TABLE.test(packaged.table) ? [] : [`'${packaged.table}' cannot name a table`]),
  ...(steps.length === 0 ? ['it has no steps: there would be nothing to wait for'] : []),
  ...steps.filter((step) => !isKebabCase(step.name)).map((step) => `step '${step.name}' must be in kebab-case`),
];

/** An event that meant two things would make the outcome depend on which was looked at first. */
const eventProblems = ({ consumes, publishes, startedBy }: SagaDefinition): readonly string[] => {
  const consumed = consumes.map(({ type }) => type);
  const twice = new Set(consumed.filter((type, index) => consumed.indexOf(type) !== index));
  const own = publishes.map(({ type }) => type).filter((type) => consumed.includes(type));
  return [
    ...(startedBy.length === 0 ? ['nothing starts it'] : []),
    ...[...twice].map(
      (type) => `${type} has two meanings: an event starts, cancels, fails, is heard or belongs to one step`,
    ),
    ...own.map((type) => `${type} is both published and waited for`),
  ];
};

/** How many of its steps complete it has to be possible. */
const joinProblems = ({ join, condition, steps }: SagaDefinition): readonly string[] => {
  const problems: string[] = [];
  if ((join === 'by-condition') !== (condition !== undefined))
    problems.push(`the join 'by-condition' and 'condition' belong together`);
  const isOpen = steps.some(({ forEach }) => forEach !== undefined);
  if (typeof join === 'object') {
    const { atLeast } = join;
    if (!Number.isSafeInteger(atLeast) || atLeast < 1) problems.push(`'atLeast' must be a whole number from 1`);
    else if (atLeast > steps.length && !isOpen)
      problems.push(`it completes with at least ${atLeast} steps and has ${steps.length}`);
  }
  if (join === 'all') return problems;
  const spared = steps.filter(({ optional, withoutAnswer }) => optional || withoutAnswer === 'partial');
  return [
    ...problems,
    ...spared.map(({ name }) => `step '${name}' is spared, which means nothing unless the join is 'all'`),
  ];
};

const wholeProblems = ({ withinMs, withoutAnswers }: SagaDefinition): readonly string[] => [
  ...(withinMs === undefined || withinMs > 0 ? [] : [`its 'within' must be longer than nothing`]),
  ...(withinMs === undefined && withoutAnswers === 'partial' ? [`its 'onTimeout' needs 'within'`] : []),
];

/** Reopened, a rejected saga would rest on what participants have undone. */
const reopenProblems = ({ steps, join, withinMs, withoutAnswers }: SagaDefinition): readonly string[] => {
  if (!steps.some(({ compensatedBy }) => compensatedBy !== undefined)) return [];
  const isWholeRejected = withinMs !== undefined && withoutAnswers === 'reject';
  return steps
    .filter(({ late }) => late === 'reopen')
    .filter(
      ({ optional, withoutAnswer }) => isWholeRejected || (join === 'all' && !optional && withoutAnswer === 'reject'),
    )
    .map(({ name }) => `step '${name}' cannot reopen it: by then its participants have undone their parts`);
};

/** Whatever becomes of a child, its parent has to hear of it. */
const reportProblems = ({ reports, cancelledBy, onForced }: SagaDefinition): readonly string[] => {
  if (reports === undefined) return [];
  return [
    ...(cancelledBy !== undefined && reports.closed === undefined
      ? [`'reports' needs 'closed': its parent would not hear that it was cancelled`]
      : []),
    ...((onForced === undefined) === (reports.forced === undefined)
      ? []
      : [`'onForced' and 'forced' of 'reports' belong together`]),
  ];
};

const fail = (saga: string, problems: readonly string[]): void => {
  if (problems.length === 0) return;
  throw new TroupeError('DEFINITION_INVALID', `Saga '${saga}': ${problems.join('; ')}`, {
    details: { saga, problems },
  });
};

/** Refuses functions about steps that there are not. @throws TroupeError DEFINITION_INVALID naming each */
export const refuseStrangers = (
  { name, steps }: SagaDefinition,
  { accepts, ignores, items, asks }: UntypedFunctions,
): void => {
  const known = new Set(steps.map((step) => step.name));
  const problems = Object.entries({ accepts, ignores, items, asks }).flatMap(([what, functions = {}]) =>
    Object.keys(functions)
      .filter((step) => !known.has(step))
      .map((step) => `'${what}' names '${step}', which is no step`),
  );
  const perItem = new Set(steps.filter(({ forEach }) => forEach !== undefined).map((step) => step.name));
  const given = new Set(Object.keys(items ?? {}));
  const unequal = [...known].filter((step) => perItem.has(step) !== given.has(step));
  fail(name, [...problems, ...unequal.map((step) => `step '${step}' needs both 'forEach' and 'items', or neither`)]);
};

const FINDERS = [
  nameProblems,
  stepsProblems,
  eventProblems,
  joinProblems,
  wholeProblems,
  reopenProblems,
  reportProblems,
];

/** Refuses a saga that contradicts itself. @throws TroupeError DEFINITION_INVALID naming every problem */
export const validateSaga = (saga: SagaDefinition): void =>
  fail(
    saga.name,
    FINDERS.flatMap((find) => find(saga)),
  );
