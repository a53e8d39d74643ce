import { describe, expect, it } from '@jest/globals';
import { EVERY_AGENT_PUBLISHES } from '@troupe/agent-sdk';
import { check } from '@troupe/choreography';
import { loadChoreography } from '@troupe/choreography-compiler';
import { topicsOf } from '@troupe/choreography/render';
import { EVENT_TYPES } from '@troupe/contracts';
import { discoverServices, topicsOf as provisionedTopics } from '@troupe/local-stack';
import { codesIn, readText, ROOT, tableRows } from './pages.ts';

const rows = new Map(
  tableRows(readText('README.md'), 'service', 'consumes').map(({ service, consumes, publishes }) => [
    /\[(.+)\]/.exec(service ?? '')?.[1] ?? '',
    { consumes: codesIn(consumes ?? '').toSorted(), publishes: codesIn(publishes ?? '').toSorted() },
  ]),
);

const choreography = await loadChoreography(ROOT);
const { services } = choreography;
/** The row of a recorder says that it consumes every event. */
const told = services.filter(({ kind }) => kind !== 'recorder');

const OF_EVERY_AGENT = EVERY_AGENT_PUBLISHES.map(({ type }) => type);

const typesOf = (events: readonly { readonly type: string }[]): readonly string[] =>
  [...new Set(events.map(({ type }) => type))].toSorted();

/** Without what every agent may publish: a line below the table says so. */
const ownTypesOf = (events: readonly { readonly type: string }[]): readonly string[] =>
  typesOf(events).filter((type) => !OF_EVERY_AGENT.includes(type));

describe('the choreography of this repository', () => {
  it('is sound', () => {
    expect(check(choreography)).toEqual([]);
  });

  it('has the topics that the local stack makes', () => {
    const provisioned = provisionedTopics(discoverServices(ROOT)).map(({ topic, ...settings }) => [topic, settings]);
    expect(topicsOf(choreography)).toEqual(Object.fromEntries(provisioned));
  });
});

describe('the table of services in README.md', () => {
  it('has a row for every service', () => {
    expect([...rows.keys()].toSorted()).toEqual(services.map(({ name }) => name));
  });

  it.each(told)('says what $name consumes and publishes', ({ name, consumes, publishes }) => {
    expect(rows.get(name)).toEqual({ consumes: typesOf(consumes), publishes: ownTypesOf(publishes) });
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
