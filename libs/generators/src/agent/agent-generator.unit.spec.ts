import { describe, expect, it } from '@jest/globals';
import { checkSchema, parseSchema } from '@troupe/contracts/generator';
import { playedTree } from '../tree.fixture.ts';
import { agentGenerator } from './agent-generator.ts';
import type { AgentGeneratorOptions } from './agent-plan.ts';

const asked: AgentGeneratorOptions = { name: 'price-watch', consumes: 'order.confirmed', publishes: 'price.doubted' };

const generated = async (changes: Partial<AgentGeneratorOptions> = {}) => {
  const tree = playedTree();
  await agentGenerator(tree, { ...asked, ...changes });
  return tree.written;
};

const PLACE = 'apps/price-watch-agent';

describe('nx g agent', () => {
  it('writes a folder of apps/ and the schema of the new event, and touches nothing else', async () => {
    expect([...(await generated()).keys()].toSorted()).toEqual([
      `${PLACE}/README.md`,
      `${PLACE}/package.json`,
      `${PLACE}/src/choreography.ts`,
      `${PLACE}/src/conclude.ts`,
      `${PLACE}/src/main.ts`,
      `${PLACE}/src/price-watch-on-kafka.int.spec.ts`,
      `${PLACE}/src/price-watch.agent.ts`,
      `${PLACE}/src/price-watch.agent.unit.spec.ts`,
      `${PLACE}/src/price-watch.fixture.ts`,
      'schemas/commerce/price.doubted.avsc',
    ]);
  });

  it('writes a schema that the generator of the contracts takes, for people to read', async () => {
    const path = 'schemas/commerce/price.doubted.avsc';
    const schema = parseSchema(path, (await generated()).get(path) ?? '');
    expect(checkSchema({ path, domain: 'commerce', type: 'price.doubted', schema })).toEqual([]);
    expect(schema).toMatchObject({ name: 'PriceDoubted', namespace: 'troupe.commerce', audience: 'operator' });
  });

  it('calls the agent by its name with -agent, said or not', async () => {
    expect((await generated({ name: 'price-watch-agent' })).get(`${PLACE}/src/price-watch.agent.ts`)).toContain(
      "name: 'price-watch-agent'",
    );
  });

  it('writes no schema for an event that has one', async () => {
    const paths = [...(await generated({ publishes: 'order.verified' })).keys()];
    expect(paths.filter((path) => path.startsWith('schemas/'))).toEqual([]);
  });

  it('gives an agent that keeps state its tables, and a spec that needs none', async () => {
    const files = await generated({ store: true, flow: 'orders' });
    expect(files.get(`${PLACE}/src/main.ts`)).toContain('migrations');
    expect(files.get(`${PLACE}/src/price-watch.agent.ts`)).not.toContain('pure');
    expect(files.has(`${PLACE}/src/conclude.unit.spec.ts`)).toBe(true);
    expect(files.get(`${PLACE}/package.json`)).toContain('"flow": "orders"');
  });

  it.each([
    [{ consumes: 'order.dreamt' }, /no event type 'order.dreamt'.*order\.confirmed/],
    [{ consumes: 'agent.announced' }, /agent.announced is about agents/],
    [{ consumes: ' , ' }, /the agent consumes nothing/],
    [{ publishes: 'Price' }, /'Price' is no event type/],
    [{ name: 'Price' }, /'Price' is no name of an agent/],
    [{ name: 'fraud' }, /apps\/fraud-agent is there already/],
  ])('refuses %j before it writes anything', async (changes, message) => {
    const tree = playedTree();
    await expect(agentGenerator(tree, { ...asked, ...changes })).rejects.toThrow(message);
    expect(tree.written.size).toBe(0);
  });
});
