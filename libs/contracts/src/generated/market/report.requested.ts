// Generated from schemas/market/report.requested.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** An anomaly of one of the sources. */
export interface ReportedAnomaly {
  /** The source, by the name that it is configured under. */
  readonly source: string;
  /** The id of the anomaly.detected that told it. */
  readonly event: string;
  /** When it was observed. */
  readonly at: number;
  /** The value that made it. */
  readonly value: number;
  /** The mean of the latest values, which is what was judged. */
  readonly mean: number;
  /** The middle of what the source usually says at this hour on this day of the week. */
  readonly expected: number;
  /** The chance, from 0 to 1, that what is usual would not come as far. */
  readonly confidence: number;
}

/** Two sources that move together. */
export interface MovingPair {
  /** The source that goes first, or either where both move at once. */
  readonly first: string;
  /** The source that follows. */
  readonly second: string;
  /** How long after the first the second moves; 0 for both at once. As fine as a bucket. */
  readonly lagMs: number;
  /** The correlation of their residuals at that lag, from 0 to 1. */
  readonly correlation: number;
  /** The chance, from 0 to 1, that two sources that have nothing to do with one another correlate as much at any lag. */
  readonly chance: number;
  /** How many buckets that rests on. */
  readonly samples: number;
}

/** What a source did before, during and after. */
export interface ReportSeries {
  /** The source, by the name that it is configured under. */
  readonly source: string;
  /** How far it lay from what was expected in each bucket, as in source.summarized. */
  readonly residuals: readonly (number | null)[];
}

/** Several sources of a market did unusual things close to one another, and move together: a report is to be written. Its conversation is the report's own, started from the market's. */
export interface ReportRequestedData {
  /** The market that the sources are watched with. */
  readonly market: string;
  /** When the first of the anomalies was observed. */
  readonly from: number;
  /** When the last of the anomalies was observed. */
  readonly until: number;
  /** The source that the others follow; null where they move at once, or nobody clearly leads. */
  readonly leader: string | null;
  /** What happened, in the order of time. */
  readonly anomalies: readonly ReportedAnomaly[];
  /** Which sources move together, the surest first. */
  readonly pairs: readonly MovingPair[];
  /** Where the first of the residuals begins. */
  readonly chartFrom: number;
  /** How long each residual stands for. */
  readonly bucketMs: number;
  /** What the sources did, for a chart. */
  readonly series: readonly ReportSeries[];
  /** Which engine correlated, with its version, such as lagged-correlation@1. */
  readonly decidedBy: string;
}

/** {@link ReportRequestedData} as it is given to the creator: fields with a default may be left out. */
export type ReportRequestedInput = Omit<ReportRequestedData, 'leader'> & Partial<Pick<ReportRequestedData, 'leader'>>;

/** Several sources of a market did unusual things close to one another, and move together: a report is to be written. Its conversation is the report's own, started from the market's. */
export const ReportRequested: EventType<'report.requested', ReportRequestedData, ReportRequestedInput> = eventType<'report.requested', ReportRequestedData, ReportRequestedInput>(
  {
    type: 'report.requested',
    domain: 'market',
    schema: {
      "type": "record",
      "name": "ReportRequested",
      "namespace": "troupe.market",
      "doc": "Several sources of a market did unusual things close to one another, and move together: a report is to be written. Its conversation is the report's own, started from the market's.",
      "fields": [
        {
          "name": "market",
          "type": "string",
          "doc": "The market that the sources are watched with."
        },
        {
          "name": "from",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When the first of the anomalies was observed."
        },
        {
          "name": "until",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When the last of the anomalies was observed."
        },
        {
          "name": "leader",
          "type": [
            "null",
            "string"
          ],
          "default": null,
          "doc": "The source that the others follow; null where they move at once, or nobody clearly leads."
        },
        {
          "name": "anomalies",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "ReportedAnomaly",
              "doc": "An anomaly of one of the sources.",
              "fields": [
                {
                  "name": "source",
                  "type": "string",
                  "doc": "The source, by the name that it is configured under."
                },
                {
                  "name": "event",
                  "type": "string",
                  "doc": "The id of the anomaly.detected that told it."
                },
                {
                  "name": "at",
                  "type": {
                    "type": "long",
                    "logicalType": "timestamp-millis"
                  },
                  "doc": "When it was observed."
                },
                {
                  "name": "value",
                  "type": "double",
                  "doc": "The value that made it."
                },
                {
                  "name": "mean",
                  "type": "double",
                  "doc": "The mean of the latest values, which is what was judged."
                },
                {
                  "name": "expected",
                  "type": "double",
                  "doc": "The middle of what the source usually says at this hour on this day of the week."
                },
                {
                  "name": "confidence",
                  "type": "double",
                  "doc": "The chance, from 0 to 1, that what is usual would not come as far."
                }
              ]
            }
          },
          "doc": "What happened, in the order of time."
        },
        {
          "name": "pairs",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "MovingPair",
              "doc": "Two sources that move together.",
              "fields": [
                {
                  "name": "first",
                  "type": "string",
                  "doc": "The source that goes first, or either where both move at once."
                },
                {
                  "name": "second",
                  "type": "string",
                  "doc": "The source that follows."
                },
                {
                  "name": "lagMs",
                  "type": "long",
                  "doc": "How long after the first the second moves; 0 for both at once. As fine as a bucket."
                },
                {
                  "name": "correlation",
                  "type": "double",
                  "doc": "The correlation of their residuals at that lag, from 0 to 1."
                },
                {
                  "name": "chance",
                  "type": "double",
                  "doc": "The chance, from 0 to 1, that two sources that have nothing to do with one another correlate as much at any lag."
                },
                {
                  "name": "samples",
                  "type": "long",
                  "doc": "How many buckets that rests on."
                }
              ]
            }
          },
          "doc": "Which sources move together, the surest first."
        },
        {
          "name": "chartFrom",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "Where the first of the residuals begins."
        },
        {
          "name": "bucketMs",
          "type": "long",
          "doc": "How long each residual stands for."
        },
        {
          "name": "series",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "ReportSeries",
              "doc": "What a source did before, during and after.",
              "fields": [
                {
                  "name": "source",
                  "type": "string",
                  "doc": "The source, by the name that it is configured under."
                },
                {
                  "name": "residuals",
                  "type": {
                    "type": "array",
                    "items": [
                      "null",
                      "double"
                    ]
                  },
                  "doc": "How far it lay from what was expected in each bucket, as in source.summarized."
                }
              ]
            }
          },
          "doc": "What the sources did, for a chart."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine correlated, with its version, such as lagged-correlation@1."
        }
      ]
    },
  },
  {"leader":null},
);
