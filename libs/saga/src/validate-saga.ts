import { TroupeError } from '@troupe/contracts';
import type { SagaDefinition } from './saga-definition.ts';

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const TABLE = /^[a-z][a-z0-9_]{0,62}$/;

const nameProblems = ({ name, version, packaged, migrates }: SagaDefinition): readonly string[] => [
  ...(KEBAB_CASE.test(name) ? [] : [`its name must be in kebab-case, such as 'order'`]),
  ...(name.length > 100 ? ['its name must not be longer than 100 characters'] : []),
  ...(version === '' ? ['its version must not be empty'] : []),
  ...(migrates?.from === version ? [`it migrates from '${version}', which is its own version`] : []),
  ...(packaged === undefined || TABLE.test(packaged.table) ? [] : [`'${packaged.table}' cannot name a table`]),
];

const stepProblems = ({ steps }: SagaDefinition): readonly string[] => [
  ...(steps.length === 0 ? ['it has no steps: there would be nothing to wait for'] : []),
  ...steps.flatMap(({ name, withinMs }) => [
    ...(KEBAB_CASE.test(name) ? [] : [`step '${name}' must be in kebab-case`]),
    ...(withinMs > 0 ? [] : [`'within' of step '${name}' must be longer than nothing`]),
  ]),
];

/** An event that meant two things would make the outcome depend on which was looked at first. */
const eventProblems = ({ consumes, publishes }: SagaDefinition): readonly string[] => {
  const consumed = consumes.map(({ type }) => type);
  const twice = new Set(consumed.filter((type, index) => consumed.indexOf(type) !== index));
  const own = publishes.map(({ type }) => type).filter((type) => consumed.includes(type));
  return [
    ...[...twice].map((type) => `${type} has two meanings: an event starts, cancels or belongs to one step`),
    ...own.map((type) => `${type} is both published and waited for`),
  ];
};

/** Refuses a saga that contradicts itself. @throws TroupeError DEFINITION_INVALID naming every problem */
export const validateSaga = (saga: SagaDefinition): void => {
  const problems = [nameProblems, stepProblems, eventProblems].flatMap((find) => find(saga));
  if (problems.length > 0)
    throw new TroupeError('DEFINITION_INVALID', `Saga '${saga.name}': ${problems.join('; ')}`, {
      details: { saga: saga.name, problems },
    });
};
