import { describe, expect, it } from '@jest/globals';
import { EVERY_AGENT_PUBLISHES } from '@troupe/agent-sdk';
import { EVENT_TYPES } from '@troupe/contracts';
import { connectDatabase } from '@troupe/database';
import { developerAgent, memoryOf, sandboxTester, synthesisAuthor } from '@troupe/developer-agent';
import { fraudAgent } from '@troupe/fraud-agent';
import { inventoryAgent } from '@troupe/inventory-agent';
import { pmAgent } from '@troupe/pm-agent';
import { memoryOf as reviewerMemoryOf, qaAgent } from '@troupe/qa-agent';
import { createCatalogue, deliverySaga, orderSaga } from '@troupe/saga-coordinator';
import { shippingAgent } from '@troupe/shipping-agent';
import { createWorkspaces } from '@troupe/workspace';
import { codesIn, filesEndingWith, readText, tableRows } from './pages.ts';

const rows = new Map(
  tableRows(readText('README.md'), 'service', 'consumes').map(({ service, consumes, publishes }) => [
    /\[(.+)\]/.exec(service ?? '')?.[1] ?? '',
    { consumes: codesIn(consumes ?? '').toSorted(), publishes: codesIn(publishes ?? '').toSorted() },
  ]),
);

const sagas = [orderSaga({ answerWithin: '30s' }), deliverySaga({ specWithin: '7d', workWithin: '1d', within: '9d' })];

/** Nothing is connected to, and no folder made, before an agent runs. */
const nowhere = { url: 'postgres://nowhere/troupe', schema: 'nowhere' };
const workspaces = createWorkspaces({ folder: '/nowhere' });
const probe = { findings: [], missing: [], close: () => Promise.resolve() };
const developer = developerAgent({
  workspaces,
  author: synthesisAuthor(),
  tester: sandboxTester(probe),
  memory: memoryOf(connectDatabase(nowhere)),
});
const reviewer = qaAgent({ workspaces, probe, memory: reviewerMemoryOf(connectDatabase(nowhere)) });

const definitions = [
  ...[fraudAgent(), inventoryAgent(), shippingAgent(), pmAgent(), developer, reviewer].map((agent) => ({
    ...agent,
    service: agent.name,
  })),
  { ...createCatalogue(sagas), service: 'saga-coordinator' },
];

const OF_EVERY_AGENT = EVERY_AGENT_PUBLISHES.map(({ type }) => type);

const typesOf = (events: readonly { readonly type: string }[]): readonly string[] =>
  [...new Set(events.map(({ type }) => type))].toSorted();

/** Without what every agent may publish: a line below the table says so. */
const ownTypesOf = (events: readonly { readonly type: string }[]): readonly string[] =>
  typesOf(events).filter((type) => !OF_EVERY_AGENT.includes(type));

describe('the table of services in README.md', () => {
  it('has a row for every service', () => {
    const services = filesEndingWith('src/main.ts').flatMap((path) => /^apps\/([^/]+)\//.exec(path)?.[1] ?? []);
    expect([...rows.keys()].toSorted()).toEqual(services.toSorted());
  });

  it.each(definitions)('says what $service consumes and publishes', ({ service, consumes, publishes }) => {
    expect(rows.get(service)).toEqual({ consumes: typesOf(consumes), publishes: ownTypesOf(publishes) });
  });

  it('is followed by what every agent may publish', () => {
    const line = /^Every agent may also publish .*$/m.exec(readText('README.md'))?.[0] ?? '';
    expect(codesIn(line)).toEqual(OF_EVERY_AGENT);
  });

  it('has one publisher for every event type', () => {
    const published = [...rows.values()].flatMap(({ publishes }) => publishes);
    expect(published.toSorted()).toEqual(ownTypesOf(EVENT_TYPES));
  });
});
