import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '@troupe/observability';
import { codesIn, filesEndingWith, readText, tableRows } from './pages.ts';

const { registry, ...metrics } = createMetrics('spec');

const sources = filesEndingWith('.ts')
  .filter((path) => !/\.(spec|fixture)\.ts$|^libs\/observability\//.test(path))
  .map(readText);

const isSet = (role: string): boolean =>
  sources.some((source) => new RegExp(`\\b${role}\\??\\.(set|inc|observe|startTimer)\\(`).test(source));

const told = tableRows(readText('docs/reference/metrics.md'), 'metric').map(({ metric, kind }) => ({
  name: codesIn(metric ?? '')[0],
  type: kind,
}));

describe('docs/reference/metrics.md', () => {
  it('names every metric that some service sets, with its kind', async () => {
    const roles = Object.entries(metrics).filter(([role]) => isSet(role));
    const set = await Promise.all(roles.map(([, metric]) => metric.get()));
    expect(told.map(({ name, type }) => `${type ?? ''} ${name ?? ''}`).toSorted()).toEqual(
      set.map(({ name, type }) => `${String(type)} ${name}`).toSorted(),
    );
  });

  it('names no other', () => {
    const names = registry.getMetricsAsArray().map(({ name }) => name);
    for (const { name } of told) expect(names).toContain(name);
  });
});
