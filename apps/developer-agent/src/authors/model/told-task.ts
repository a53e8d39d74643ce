import { callText, renderValue, type Example, type Signature } from '@troupe/feature-spec';
import { modulePath } from '../../code/module-files.ts';
import type { CodingTask, PastAttempt } from '../code-author.ts';

const signatureText = ({ functionName, parameters, returns }: Signature): string =>
  `${functionName}(${parameters.map(({ name, type }) => `${name}: ${type}`).join(', ')}): ${returns}`;

const exampleText = (signature: Signature, example: Example): string =>
  `${callText(signature, example)} → ${renderValue(example.expected)}`;

const pastText = ({ signature }: CodingTask['spec'], { attempt, source, failures }: PastAttempt): string => {
  const wrong = failures.map(
    (failure) =>
      `${signature.functionName}(${failure.arguments.join(', ')}) should be ${failure.expected}, and it ${failure.cause}`,
  );
  return [`Attempt ${attempt} was`, source, 'and of it the review said', ...wrong].join('\n');
};

/** A task as the variables of its prompt. No example is in it that is held out. */
export const toldTask = ({ spec, examples, past }: CodingTask): Readonly<Record<string, string>> => ({
  path: modulePath(spec),
  signature: signatureText(spec.signature),
  title: spec.title,
  criteria: spec.criteria.join('\n'),
  examples: examples.map((example) => exampleText(spec.signature, example)).join('\n'),
  review: past.length === 0 ? 'Nothing: this is the first.' : past.map((each) => pastText(spec, each)).join('\n\n'),
});
