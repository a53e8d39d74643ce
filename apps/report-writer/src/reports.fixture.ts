import type { ReportRequestedData } from '@troupe/contracts';
import { citationsOf } from './citations.ts';
import type { ReportFacts } from './writing/writer.ts';

const QUARTER_MS = 900_000;
const NOON = Date.UTC(2015, 2, 9, 12);
const QUARTERS = 240;

const anomaly = (source: string, hour: number, mean: number) => ({
  source,
  event: `event-${source}`,
  at: NOON + hour * 3_600_000,
  value: 2 * mean,
  mean,
  expected: 99,
  confidence: 0.9921,
});

/** A source that is four times the usual for some hours, as long as the report shows. */
const bump = (source: string, start: number) => ({
  source,
  residuals: Array.from({ length: QUARTERS }, (_, index) =>
    index === 20 ? null : Math.sin(index / 9) / 5 + (index >= start && index < start + 24 ? Math.log(4) : 0),
  ),
});

/** What is asked to be reported of two sources of which one leads. */
export const requested = (more: Partial<ReportRequestedData> = {}): ReportRequestedData => ({
  market: 'main',
  from: NOON + 4 * 3_600_000,
  until: NOON + 5.5 * 3_600_000,
  leader: 'AAPL',
  anomalies: [anomaly('AAPL', 4, 399), anomaly('CRM', 5.5, 299)],
  pairs: [{ first: 'AAPL', second: 'CRM', lagMs: 5_400_000, correlation: 0.6123, chance: 0.0214, samples: 378 }],
  chartFrom: NOON - 44 * 3_600_000,
  bucketMs: QUARTER_MS,
  series: [bump('AAPL', 192), bump('CRM', 198)],
  decidedBy: 'lagged-correlation@1',
  ...more,
});

/** The same, as a writer is given it. */
export const factsOf = (data: ReportRequestedData = requested()): ReportFacts => ({
  data,
  cites: citationsOf(data, 'request'),
});
