import { describe, expect, it } from '@jest/globals';
import type { Choreography } from '../choreography.ts';
import { agentOf, eventOf, OrderPlaced, PaymentReturned, PaymentTaken, shop } from '../shop.fixture.ts';
import { compare, printDifferences, type Compared } from './diff.ts';
import { aclsOf, manifestOf, topicsOf } from './manifests.ts';

const comparedOf = (choreography: Choreography): Compared => ({
  ...manifestOf(choreography),
  topics: topicsOf(choreography),
  rights: aclsOf(choreography),
});

const GiftWrapped = eventOf('gift.wrapped', { audience: 'requester' });
const withGifts = shop({
  events: [GiftWrapped],
  parts: [agentOf('gift-agent', { consumes: [OrderPlaced], publishes: [GiftWrapped] })],
});

const printed = (before: Choreography, after: Choreography): readonly string[] =>
  printDifferences(compare(comparedOf(before), comparedOf(after)))
    .split('\n')
    .filter((line) => /^[+~-]/.test(line));

describe('what a change does', () => {
  it('is nothing when nothing changed', () => {
    expect(compare(comparedOf(shop()), comparedOf(shop()))).toEqual([]);
  });

  it('is, of a new agent, what it adds and nothing about the others', () => {
    expect(printed(shop(), withGifts)).toEqual([
      '+ service gift-agent',
      '+ event gift.wrapped',
      '+ link gateway → gift-agent',
      '+ link gift-agent → requester',
      '+ topic gift-agent.dead',
      '+ topic gift.wrapped',
      '+ rights of gift-agent',
    ]);
  });

  it('is the other way round when the agent goes', () => {
    expect(printed(withGifts, shop()).map((line) => line[0])).toEqual(['-', '-', '-', '-', '-', '-', '-']);
  });

  it('says of what is changed what came and what went', () => {
    const deaf = agentOf('cash-agent', { consumes: [OrderPlaced], publishes: [PaymentTaken, PaymentReturned] });
    const differences = compare(comparedOf(shop()), comparedOf(shop({ parts: [deaf] })));
    expect(differences).toContainEqual({
      kind: 'changed',
      of: 'service',
      name: 'cash-agent',
      details: ['consumes: - order.failed, - order.withdrawn'],
    });
    expect(differences).toContainEqual({
      kind: 'changed',
      of: 'link',
      name: 'gateway → cash-agent',
      details: ['- order.withdrawn'],
    });
  });

  it('tells of a schema that is another', () => {
    const field = { name: 'note', type: 'string', default: '' };
    const changed = shop({ events: [eventOf(OrderPlaced.type, { fields: [field] })] });
    expect(printed(shop(), changed)).toEqual(['~ event order.placed']);
  });
});
