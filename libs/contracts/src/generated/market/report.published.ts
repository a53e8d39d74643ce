// Generated from schemas/market/report.published.avsc. Edit that, then run `npm run generate`.

import { eventType, type EventType } from '../../event.ts';

/** A short report on what several sources of a market did together. */
export interface ReportPublishedData {
  /** The market that it is about. */
  readonly market: string;
  /** When the first of what it tells of was observed. */
  readonly from: number;
  /** When the last of what it tells of was observed. */
  readonly until: number;
  /** One line. */
  readonly title: string;
  /** The report, in Markdown. It shows the chart as chart.svg and cites events by number. */
  readonly markdown: string;
  /** The chart, in SVG. */
  readonly chart: string;
  /** The ids of the events that the report cites: the first is number 1. */
  readonly cites: readonly string[];
  /** Who wrote it: a template with its version, such as report-template@1, or a model and its prompt. */
  readonly decidedBy: string;
}

/** {@link ReportPublishedData} as it is given to the creator: fields with a default may be left out. */
export type ReportPublishedInput = ReportPublishedData;

/** A short report on what several sources of a market did together. */
export const ReportPublished: EventType<'report.published', ReportPublishedData, ReportPublishedInput> = eventType<'report.published', ReportPublishedData, ReportPublishedInput>(
  {
    type: 'report.published',
    domain: 'market',
    audience: 'operator',
    schema: {
      "type": "record",
      "name": "ReportPublished",
      "namespace": "troupe.market",
      "doc": "A short report on what several sources of a market did together.",
      "fields": [
        {
          "name": "market",
          "type": "string",
          "doc": "The market that it is about."
        },
        {
          "name": "from",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When the first of what it tells of was observed."
        },
        {
          "name": "until",
          "type": {
            "type": "long",
            "logicalType": "timestamp-millis"
          },
          "doc": "When the last of what it tells of was observed."
        },
        {
          "name": "title",
          "type": "string",
          "doc": "One line."
        },
        {
          "name": "markdown",
          "type": "string",
          "doc": "The report, in Markdown. It shows the chart as chart.svg and cites events by number."
        },
        {
          "name": "chart",
          "type": "string",
          "doc": "The chart, in SVG."
        },
        {
          "name": "cites",
          "type": {
            "type": "array",
            "items": "string"
          },
          "doc": "The ids of the events that the report cites: the first is number 1."
        },
        {
          "name": "decidedBy",
          "type": "string",
          "doc": "Who wrote it: a template with its version, such as report-template@1, or a model and its prompt."
        }
      ]
    },
  },
);
