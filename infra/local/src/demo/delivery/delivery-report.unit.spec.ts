import { describe, expect, it } from '@jest/globals';
import { renderDeliveryReport } from './delivery-report.ts';
import { liveTable } from './live-table.ts';
import { exampleFeature, questions, review, spec, storyOf } from './story.fixture.ts';

const delivered = storyOf(
  exampleFeature('tax'),
  ['feature.requested', 0],
  ['spec.rejected', 10, questions('syntax')],
  ['spec.answered', 20],
  ['spec.validated', 30, spec],
  ['code.committed', 100],
  ['pr.reviewed', 150, review(1, 'CHANGES_REQUESTED')],
  ['code.committed', 300],
  ['pr.reviewed', 350, review(2, 'APPROVED')],
  ['code.merged', 400],
  ['feature.delivered', 500],
);
const abandoned = storyOf(exampleFeature('cipher', { workspace: 'words' }), ['feature.requested', 0], ['spec.validated', 40, spec], ['feature.abandoned', 900]); // prettier-ignore
const waiting = storyOf(exampleFeature('search'), ['feature.requested', 0], ['spec.rejected', 5, questions('syntax')]);
const stories = [delivered, abandoned, waiting];

describe('the report of the delivery demo', () => {
  const measured = [{ story: delivered, examples: 8, wrong: ['salesTax(2) is 2.3, not 2.4'] }];
  const report = renderDeliveryReport({ stories, measured, folder: '/workspaces/r-1' });

  it('counts features by outcome, and those that a person was asked about', () => {
    expect(report).toMatch(/delivered\s+1\n\s+abandoned: nobody could\s+1\n\s+waiting for a person\s+1\n\s+all\s+3\n/);
    expect(report).toMatch(/rejected by pm-agent\s+2\n\s+of these delivered once answered\s+1/);
  });

  it('names what has escaped', () => {
    expect(report).toContain('Escaped defects: 1 of 1 delivered features, measured with 8 examples');
    expect(report).toContain('tax: 1 of 8 wrong\n    salesTax(2) is 2.3, not 2.4');
    expect(renderDeliveryReport({ stories, measured: undefined, folder: '/' })).toContain('not measured');
  });

  it('says how often it went round, how long each part took, and where the code is', () => {
    expect(report).toMatch(/committed in 2 attempts\s+1\n\s+reviews that asked for changes\s+1/);
    expect(report).toMatch(/code\s+2 × {3}p50 {3}70 ms {3}p99 {2}150 ms/);
    expect(report).toContain('git clone /workspaces/r-1/shop.git');
    expect(report).not.toContain('words.git');
  });
});

describe('the live table', () => {
  it('shows what is under way first where there is little room, and says all in short', () => {
    const { rows, brief } = liveTable([delivered, abandoned, waiting], { total: 4, room: 3, nowMs: Date.parse('2026-01-01T00:00:09Z') }); // prettier-ignore
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatch(/^shop\/search\s+person\s+waiting\s+9\.0 s$/);
    expect(rows[2]).toBe(brief);
    expect(brief).toBe('features: 1 delivered, 1 abandoned, 1 waiting of 4; in spec 0, code 0, review 0, merge 0');
  });
});
