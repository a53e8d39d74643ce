import { eventFiles } from '../event/write-event.ts';
import type { Files } from '../file-tree.ts';
import { sampleData } from '../sample.ts';
import { camel, pascal } from '../words.ts';
import type { SagaPlan } from './saga-plan.ts';

const FOLDER = 'apps/saga-coordinator/src/sagas';

const told = ({ steps }: SagaPlan): string => steps.map(({ type }) => `\`${type}\``).join(', ');

const decidedBy = ({ name }: SagaPlan): string => `'${name}-saga@1'`;

/** Steps are in kebab-case. */
const stepName = (type: string): string => type.replaceAll('.', '-');

const stepOf = (type: string, within: string): string =>
  `'${stepName(type)}': { completedBy: ${pascal(type)}, within: '${within}', holdsNothing: '${type} keeps nothing back from others' },`;

const definition = (plan: SagaPlan): string => {
  const { name, startedBy, steps, within, completed, failed } = plan;
  const events = [startedBy, ...steps, completed, failed].map(({ type }) => pascal(type));
  const [done, lost] = [pascal(completed.type), pascal(failed.type)];
  return `import { ${[...new Set(events)].toSorted().join(', ')} } from '@troupe/contracts';
import { defineSaga, type SagaDefinition } from '@troupe/saga';
import type { SagasOf } from './sagas-of.ts';

/** Waits for ${told(plan)} after \`${startedBy.type}\`. */
export const ${camel(name)}Saga = (): SagaDefinition =>
  defineSaga({
    name: '${name}',
    startedBy: ${pascal(startedBy.type)},
    steps: {
      ${steps.map(({ type }) => stepOf(type, within)).join('\n')}
    },
    publishes: [${done}, ${lost}],
    onCompleted: () => ${done}({ reason: 'every step is complete', decidedBy: ${decidedBy(plan)} }),
    onRejected: ({ missing }) => ${lost}({ reason: \`no answer of \${missing.join(', ')}\`, decidedBy: ${decidedBy(plan)} }),
  });

/** Its versions. */
export const ${camel(name)}Sagas: SagasOf = () => [${camel(name)}Saga()];
`;
};

const spec = (plan: SagaPlan): string => {
  const { name, startedBy, steps, within, completed, failed } = plan;
  const all = [startedBy, ...steps];
  const [done, lost] = [pascal(completed.type), pascal(failed.type)];
  const drafts = all.map((event) => `const ${camel(event.type)} = ${pascal(event.type)}(${sampleData(event)});`);
  const before = all.slice(0, -1).map(({ type }) => camel(type));
  const missing = steps.map(({ type }) => stepName(type)).join(', ');
  return `import { describe, it } from '@jest/globals';
import { ${[...new Set([...all.map(({ type }) => pascal(type)), done, lost])].toSorted().join(', ')} } from '@troupe/contracts';
import { testSaga } from '@troupe/testing';
import { ${camel(name)}Saga } from './${name}.saga.ts';

${drafts.join('\n')}
const decidedBy = ${decidedBy(plan)};

describe('${name}', () => {
  it('is complete when every step is', () =>
    testSaga(${camel(name)}Saga()).given(${before.join(', ')}).when(${camel(all.at(-1)?.type ?? '')}).thenSends(${done}({ reason: 'every step is complete', decidedBy })));

  it('has failed when nobody answers in time', () =>
    testSaga(${camel(name)}Saga()).given(${camel(startedBy.type)}).after('${within}').after('1s').thenSends(${lost}({ reason: 'no answer of ${missing}', decidedBy })));
});
`;
};

/** Every file of a saga, by path from the root of the repository. */
export const sagaFiles = (plan: SagaPlan): Files => ({
  ...eventFiles(plan.completed),
  ...eventFiles(plan.failed),
  [`${FOLDER}/${plan.name}.saga.ts`]: definition(plan),
  [`${FOLDER}/${plan.name}.saga.unit.spec.ts`]: spec(plan),
});
