import type { SchemaFile } from '@troupe/contracts/avro';
import type { Files } from '../file-tree.ts';
import { sampleData, sampleFields } from '../sample.ts';
import { camel, pascal } from '../words.ts';
import type { AgentPlan, Concluded } from './agent-plan.ts';

const fixture = ({ consumes }: AgentPlan): string => {
  const events = consumes.map((event) => {
    const { type } = event;
    return `/** \`${type}\` with the simplest data. */
export const ${camel(type)} = (changes: Partial<${pascal(type)}Data> = {}): DraftOf<typeof ${pascal(type)}> =>
  ${pascal(type)}({ ${[...sampleFields(event), '...changes'].join(', ')} });`;
  });
  const names = consumes.flatMap(({ type }) => [pascal(type), `type ${pascal(type)}Data`]);
  return `import { ${[...names, 'type DraftOf'].join(', ')} } from '@troupe/contracts';

${events.join('\n\n')}
`;
};

const fieldNames = ({ schema }: SchemaFile): string =>
  schema.fields
    .map(({ name }) => name)
    .toSorted()
    .join(', ');

const expectedData = (event: Concluded, seen: SchemaFile, stem: string): string =>
  event.isNew ? `{ reason: '${seen.type} says ${fieldNames(seen)}', decidedBy: '${stem}-rules@1' }` : sampleData(event);

const expectation = (plan: AgentPlan, seen: SchemaFile): string =>
  plan.publishes.map((event) => `${pascal(event.type)}(${expectedData(event, seen, plan.stem)})`).join(', ');

const told = ({ publishes }: AgentPlan): string => publishes.map(({ type }) => type).join(', ');

const inMemory = (plan: AgentPlan): string => {
  const { stem, factory, consumes, publishes } = plan;
  const cases = consumes.map(
    (seen) => `describe('${seen.type}', () => {
  it('leads to ${told(plan)}', () =>
    testAgent(${factory}()).when(${camel(seen.type)}()).thenPublishes(${expectation(plan, seen)}));
});`,
  );
  return `import { describe, it } from '@jest/globals';
import { ${publishes.map(({ type }) => pascal(type)).join(', ')} } from '@troupe/contracts';
import { testAgent } from '@troupe/testing';
import { ${factory} } from './${stem}.agent.ts';
import { ${consumes.map(({ type }) => camel(type)).join(', ')} } from './${stem}.fixture.ts';

${cases.join('\n\n')}
`;
};

const ofConclusions = (plan: AgentPlan): string => {
  const { stem, consumes, publishes } = plan;
  const cases = consumes.flatMap((seen) =>
    publishes.map(
      (event) => `  it('of ${seen.type} is told with ${event.type}', () => {
    expect(${camel(event.type)}(${event.isNew ? `${camel(seen.type)}()` : ''})).toEqual(${expectedData(event, seen, stem)});
  });`,
    ),
  );
  return `import { describe, expect, it } from '@jest/globals';
import { ${publishes.map(({ type }) => camel(type)).join(', ')} } from './conclude.ts';
import { ${consumes.map(({ type }) => camel(type)).join(', ')} } from './${stem}.fixture.ts';

describe('what is concluded', () => {
${cases.join('\n\n')}
});
`;
};

const onKafka = (plan: AgentPlan): string => {
  const { name, stem, factory, consumes, publishes, store } = plan;
  const answers = publishes.map(
    ({ type }) => `{ type: '${type}', envelope: { source: '${name}', causationId: envelope.id } }`,
  );
  const cases = consumes.map(
    ({ type }) => `  it('${type} leads to ${told(plan)}', async () => {
    const conversationId = randomUUID();
    const { envelope } = await opened.log.publish(${camel(type)}(), { conversationId });
    await eventually(() => expect(opened.log.concluded(conversationId)).toMatchObject([${answers.join(', ')}]));
  });`,
  );
  return `import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, openAgentPlace, type AgentPlace } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { ${factory} } from './${stem}.agent.ts';
import { ${consumes.map(({ type }) => camel(type)).join(', ')} } from './${stem}.fixture.ts';
${store ? "import { migrations } from './migrations.ts';\n" : ''}
let opened: AgentPlace;

beforeAll(async () => {
  opened = await openAgentPlace(${factory}()${store ? ', { migrations }' : ''});
}, 60_000);

afterAll(async () => {
  await opened.close();
}, 60_000);

describe('on Kafka', () => {
${cases.join('\n\n')}
});
`;
};

/** The specs of an agent: in memory, and on a real broker. One with a store shows what it concludes without one. */
export const specFiles = (plan: AgentPlan): Files => ({
  [`src/${plan.stem}.fixture.ts`]: fixture(plan),
  [plan.store ? 'src/conclude.unit.spec.ts' : `src/${plan.stem}.agent.unit.spec.ts`]: plan.store
    ? ofConclusions(plan)
    : inMemory(plan),
  [`src/${plan.stem}-on-kafka.int.spec.ts`]: onKafka(plan),
});
