// Generated from schemas/market/anomaly.detected.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** Which way the source went. */
export type AnomalyDirection = 'UNKNOWN' | 'RISE' | 'FALL';

/** Whether one value makes it, or the level of many. */
export type AnomalyShape = 'UNKNOWN' | 'SPIKE' | 'SHIFT';

/** A source does what it does not usually do. Told once when it begins, and again only when it goes far beyond. */
export interface AnomalyDetectedData {
  /** The source, by the name that it is configured under. */
  readonly source: string;
  /** The item that made it, within its source. */
  readonly item: string;
  /** When that was observed. */
  readonly at: number;
  /** Which way the source went. */
  readonly direction: AnomalyDirection;
  /** Whether one value makes it (SPIKE), or the level of many (SHIFT). */
  readonly shape: AnomalyShape;
  /** The value of the item. */
  readonly value: number;
  /** The mean of the latest values, which is what was judged. */
  readonly mean: number;
  /** The middle of what the source usually says at this hour on this day of the week. */
  readonly expected: number;
  /** What the mean usually does not go beyond at this hour on this day of the week. */
  readonly bound: number;
  /** How many observations that was learned from. */
  readonly observations: number;
  /** The share of observations that go as far, from 0 to 1. */
  readonly likelihood: number;
  /** How many powers of ten rarer it is than what was seen within the day. */
  readonly score: number;
  /** The chance, from 0 to 1, that what is usual would not come as far. */
  readonly confidence: number;
  /** Which engine answered, with its version, such as offline-tails@1. */
  readonly decidedBy: string;
}

/** {@link AnomalyDetectedData} as it is given to the creator: fields with a default may be left out. */
export type AnomalyDetectedInput = AnomalyDetectedData;

/** A source does what it does not usually do. Told once when it begins, and again only when it goes far beyond. */
export const AnomalyDetected: EventType<'anomaly.detected', AnomalyDetectedData, AnomalyDetectedInput> = eventType<'anomaly.detected', AnomalyDetectedData, AnomalyDetectedInput>(
  {
    type: 'anomaly.detected',
    domain: 'market',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "AnomalyDetected",
      "namespace": "troupe.market",
      "doc": "A source does what it does not usually do. Told once when it begins, and again only when it goes far beyond.",
      "fields": [
        {
          "name": "source",
          "type": "string",
          "doc": "The source, by the name that it is configured under."
        },
        {
          "name": "item",
          "type": "string",
          "doc": "The item that made it, within its source."
        },
        {
          "name": "at",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When that was observed."
        },
        {
          "name": "direction",
          "type": {
            "type": "enum",
            "name": "AnomalyDirection",
            "symbols": [
              "UNKNOWN",
              "RISE",
              "FALL"
            ],
            "default": "UNKNOWN",
            "doc": "Which way the source went."
          },
          "doc": "Which way the source went."
        },
        {
          "name": "shape",
          "type": {
            "type": "enum",
            "name": "AnomalyShape",
            "symbols": [
              "UNKNOWN",
              "SPIKE",
              "SHIFT"
            ],
            "default": "UNKNOWN",
            "doc": "Whether one value makes it, or the level of many."
          },
          "doc": "Whether one value makes it (SPIKE), or the level of many (SHIFT)."
        },
        {
          "name": "value",
          "type": "double",
          "doc": "The value of the item."
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
          "name": "bound",
          "type": "double",
          "doc": "What the mean usually does not go beyond at this hour on this day of the week."
        },
        {
          "name": "observations",
          "type": "long",
          "doc": "How many observations that was learned from."
        },
        {
          "name": "likelihood",
          "type": "double",
          "doc": "The share of observations that go as far, from 0 to 1."
        },
        {
          "name": "score",
          "type": "double",
          "doc": "How many powers of ten rarer it is than what was seen within the day."
        },
        {
          "name": "confidence",
          "type": "double",
          "doc": "The chance, from 0 to 1, that what is usual would not come as far."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Which engine answered, with its version, such as offline-tails@1."
        }
      ]
    },
  },
);
