// Generated from schemas/market/source.summarized.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** An anomaly that was told of the source. */
export interface SummarizedAnomaly {
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

/** What a source did since it was summarized last, for its market: every full hour. Its conversation is the market's own, which all sources of the market share. */
export interface SourceSummarizedData {
  /** The market that the source is watched with. */
  readonly market: string;
  /** The source, by the name that it is configured under. */
  readonly source: string;
  /** Where the first of the residuals begins. They follow one another without a gap; what the source does behind them is not told yet. */
  readonly from: number;
  /** How long each residual stands for. */
  readonly bucketMs: number;
  /** How far the values of each bucket lay from what was expected, as the mean of the differences of their logarithms: 0.69 is twice as much. Null where nothing was observed, or too little is known of the source. */
  readonly residuals: readonly (number | null)[];
  /** The anomalies that begin before the end of the residuals and were in no summary before. */
  readonly anomalies: readonly SummarizedAnomaly[];
}

/** {@link SourceSummarizedData} as it is given to the creator: fields with a default may be left out. */
export type SourceSummarizedInput = SourceSummarizedData;

/** What a source did since it was summarized last, for its market: every full hour. Its conversation is the market's own, which all sources of the market share. */
export const SourceSummarized: EventType<'source.summarized', SourceSummarizedData, SourceSummarizedInput> = eventType<'source.summarized', SourceSummarizedData, SourceSummarizedInput>(
  {
    type: 'source.summarized',
    domain: 'market',
    schema: {
      "type": "record",
      "name": "SourceSummarized",
      "namespace": "troupe.market",
      "doc": "What a source did since it was summarized last, for its market: every full hour. Its conversation is the market's own, which all sources of the market share.",
      "fields": [
        {
          "name": "market",
          "type": "string",
          "doc": "The market that the source is watched with."
        },
        {
          "name": "source",
          "type": "string",
          "doc": "The source, by the name that it is configured under."
        },
        {
          "name": "from",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "Where the first of the residuals begins. They follow one another without a gap; what the source does behind them is not told yet."
        },
        {
          "name": "bucketMs",
          "type": "long",
          "doc": "How long each residual stands for."
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
          "doc": "How far the values of each bucket lay from what was expected, as the mean of the differences of their logarithms: 0.69 is twice as much. Null where nothing was observed, or too little is known of the source."
        },
        {
          "name": "anomalies",
          "type": {
            "type": "array",
            "items": {
              "type": "record",
              "name": "SummarizedAnomaly",
              "doc": "An anomaly that was told of the source.",
              "fields": [
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
          "doc": "The anomalies that begin before the end of the residuals and were in no summary before."
        }
      ]
    },
  },
);
