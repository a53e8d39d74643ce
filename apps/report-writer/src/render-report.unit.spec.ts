import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderReport } from './render-report.ts';
import { factsOf, requested } from './reports.fixture.ts';
import { problemsOf } from './writing/check-figures.ts';
import { introduce } from './writing/template-writer.ts';

const rendered = (facts = factsOf()) => renderReport(facts, introduce(facts));

describe('a report', () => {
  it('says what happened, what moves together and who leads, with every figure cited', () => {
    expect(rendered()).toBe(`# AAPL and CRM moved together, AAPL first

Between 2015-03-09 16:00 and 2015-03-09 17:30 UTC AAPL and CRM of the market main did what they do not usually do. AAPL went furthest: 4 times the usual [1]. AAPL leads: ahead of CRM by 1 h 30 min [3].

![How far each source lay from what is usual](chart.svg)

## What happened

| when (UTC) | source | mean | usual | times the usual | confidence | event |
| --- | --- | --- | --- | --- | --- | --- |
| 2015-03-09 16:00 | AAPL | 399 | 99 | 4 | 99.2 % | [1] |
| 2015-03-09 17:30 | CRM | 299 | 99 | 3 | 99.2 % | [2] |

## What moves together

| source | followed by | after | correlation | by chance | event |
| --- | --- | --- | --- | --- | --- |
| AAPL | CRM | 1 h 30 min | 0.61 | 2.1 % | [3] |

Found in 15 minutes at a time, over the four days until then. That two sources move together does not say that one moves the other.

## Events

1. \`event-AAPL\`, anomaly.detected of AAPL
2. \`event-CRM\`, anomaly.detected of CRM
3. \`request\`, report.requested

Written by report-template@1.
`);
  });

  it('says so where nobody leads', () => {
    const { title, introduction } = introduce(factsOf(requested({ leader: null })));
    expect(title).toBe('AAPL and CRM moved together');
    expect(introduction).toContain('None of them clearly leads [3].');
  });

  it('has names as they stand, whatever Markdown would make of them', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), (name) => {
        const { anomalies, ...data } = requested();
        const facts = factsOf({ ...data, anomalies: anomalies.map((each) => ({ ...each, source: name })) });
        const lines = rendered(facts).split('\n');
        expect(lines).toHaveLength(rendered().split('\n').length);
        expect(lines.filter((line) => line.startsWith('| 2015')).map((line) => line.split(/(?<!\\)\|/).length)).toEqual(
          [9, 9],
        );
      }),
    );
  });
});

describe('what somebody else writes about it', () => {
  it.each([
    ['AAPL was 4 times the usual [1], and CRM followed after 1 h 30 min [3].', []],
    ['On 9 March 2015, at 17:30, CRM had a mean of 299 [2].', []],
    ['AAPL was 4 times the usual.', ['cites nothing']],
    ['AAPL was 5 times the usual [1], or 73.5 % more.', ['says 5, 73.5, which']],
    ['AAPL moved [4].', ['cites what is not there']],
    ['AAPL moved [1], see [here](https://example.com).', ['has a link']],
    ['AAPL <script>moved</script> [1]', ['has a link']],
  ])('%j is held against the facts', (text, problems) => {
    expect(problemsOf(text, factsOf())).toEqual(problems.map((problem) => expect.stringContaining(problem)));
  });

  it('is never at fault where it is the template', () => {
    expect(problemsOf(introduce(factsOf()).introduction, factsOf())).toEqual([]);
  });
});
