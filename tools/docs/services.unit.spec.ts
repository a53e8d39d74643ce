import { describe, expect, it } from '@jest/globals';
import { check, isOfEveryAgent } from '@troupe/choreography';
import { loadChoreography } from '@troupe/choreography-compiler';
import { topicsOf } from '@troupe/choreography/render';
import { discoverServices, topicsOf as provisionedTopics } from '@troupe/local-stack';
import { ROOT } from './pages.ts';

const choreography = await loadChoreography(ROOT);

describe('the choreography of this repository', () => {
  it('is sound', () => {
    expect(check(choreography)).toEqual([]);
  });

  it('has the topics that the local stack makes', () => {
    const provisioned = provisionedTopics(discoverServices(ROOT)).map(({ topic, ...settings }) => [topic, settings]);
    expect(topicsOf(choreography)).toEqual(Object.fromEntries(provisioned));
  });

  it('has one publisher for every event type', () => {
    const published = choreography.services.flatMap(({ publishes }) => publishes.map(({ type }) => type));
    const own = published.filter((type) => !isOfEveryAgent(type));
    expect(own).toEqual([...new Set(own)]);
  });
});
