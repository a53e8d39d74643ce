import type { ReportRequestedData } from '@troupe/contracts';

/** The events that a report cites, each by its number from 1. */
export interface Citations {
  readonly events: readonly string[];
  /** The number of an anomaly's event. */
  numberOf(event: string): number;
  /** The number of the event that says what moves together. */
  readonly ofPairs: number;
}

/** What a report can cite: its anomalies in the order of time, then the request, which says what moves together. */
export const citationsOf = ({ anomalies }: ReportRequestedData, request: string): Citations => {
  const events = [...new Set([...anomalies.map(({ event }) => event), request])];
  return { events, numberOf: (event) => events.indexOf(event) + 1, ofPairs: events.indexOf(request) + 1 };
};
