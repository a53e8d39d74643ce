import { TroupeError, type SpecExample, type SpecValidatedData } from '@troupe/contracts';
import type { Example, FeatureSpec, Signature } from './feature-spec.ts';
import { parseValue } from './json-value.ts';
import { isIdentifier, isModuleName } from './names.ts';
import { parseType } from './value-type.ts';

const refuse = (problem: string): never => {
  throw new TroupeError('SPEC_INVALID', `the spec contradicts itself: ${problem}`);
};

const twice = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.indexOf(name) !== index);

const checkNames = ({ moduleName, functionName, parameters }: SpecValidatedData): void => {
  if (!isModuleName(moduleName)) refuse(`'${moduleName}' is no name of a module: write it in kebab-case`);
  const names = [functionName, ...parameters.map(({ name }) => name)];
  const odd = names.find((name) => !isIdentifier(name));
  if (odd !== undefined) refuse(`'${odd}' is no name of a function or parameter: write it in camelCase`);
  const repeated = twice(names);
  if (repeated !== undefined) refuse(`two things are called '${repeated}': rename one`);
};

const checkExamples = (examples: readonly Example[]): void => {
  const repeated = twice(examples.map(({ name }) => name));
  if (repeated !== undefined) refuse(`two examples are called '${repeated}': rename one`);
  if (examples.every(({ heldOut }) => heldOut)) refuse('no example is shown to the developer: hold fewer out');
};

const signatureOf = ({ functionName, parameters, returns }: SpecValidatedData): Signature => ({
  functionName,
  parameters: parameters.map(({ name, type }) => ({ name, type: parseType(type) })),
  returns: parseType(returns),
});

const exampleOf = (
  { parameters, returns }: Signature,
  { arguments: given, expected, ...rest }: SpecExample,
): Example => {
  if (given.length !== parameters.length)
    refuse(`'${rest.name}' gives ${given.length} arguments: the function takes ${parameters.length}`);
  return {
    ...rest,
    arguments: parameters.map(({ type }, index) => parseValue(given[index] ?? '', type)),
    expected: parseValue(expected, returns),
  };
};

/**
 * Reads what `spec.validated` says.
 * @throws TroupeError SPEC_INVALID when it contradicts itself: a name that code cannot have or that is there twice, a
 * type that there is not, a value of another type, too few or too many arguments, no example that may be seen
 */
export const specOf = (data: SpecValidatedData): FeatureSpec => {
  checkNames(data);
  const { workspace, title, moduleName, criteria, confidence, revision, decidedBy } = data;
  const signature = signatureOf(data);
  const examples = data.examples.map((example) => exampleOf(signature, example));
  checkExamples(examples);
  return { workspace, title, moduleName, signature, examples, criteria, confidence, revision, decidedBy };
};
