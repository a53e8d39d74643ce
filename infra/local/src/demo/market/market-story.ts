import { AnomalyDetected, parseJsonData, ReportPublished, ReportRequested, SignalsObserved } from '@troupe/contracts';
import type { AnomalyDetectedData, ReportPublishedData } from '@troupe/contracts';

/** An event as the ledger keeps it. */
export interface ToldEvent {
  readonly type: string;
  readonly data: unknown;
}

/** What happened to one source so far. */
export interface SourceStory {
  readonly source: string;
  /** How many points there are in all. */
  readonly total: number;
  readonly points: number;
  /** When the last of them was observed, in milliseconds since 1970. */
  readonly until: number | undefined;
  readonly anomalies: readonly AnomalyDetectedData[];
}

/** What happened so far. */
export interface MarketStory {
  readonly sources: readonly SourceStory[];
  /** Reports that were asked for. */
  readonly requested: number;
  readonly reports: readonly ReportPublishedData[];
}

/** A source before anything was read of it. */
export const newStory = (source: string, total: number): SourceStory => ({ source, total, points: 0, until: undefined, anomalies: [] }); // prettier-ignore

/** What is known of a source after one more event of its conversation. */
export const withEvent = (story: SourceStory, { type, data }: ToldEvent): SourceStory => {
  if (type === SignalsObserved.type) {
    const items = parseJsonData(SignalsObserved, data).data?.items ?? [];
    return { ...story, points: story.points + items.length, until: items.at(-1)?.at ?? story.until };
  }
  const anomaly = type === AnomalyDetected.type ? parseJsonData(AnomalyDetected, data).data : undefined;
  return anomaly ? { ...story, anomalies: [...story.anomalies, anomaly] } : story;
};

/** What is known of a market after one more event of a conversation of a report. */
export const withReport = (story: MarketStory, { type, data }: ToldEvent): MarketStory => {
  if (type === ReportRequested.type) return { ...story, requested: story.requested + 1 };
  const report = type === ReportPublished.type ? parseJsonData(ReportPublished, data).data : undefined;
  return report ? { ...story, reports: [...story.reports, report].toSorted((one, other) => one.from - other.from) } : story; // prettier-ignore
};

/** Whether every point was read, and every report written that was asked for. */
export const isTold = ({ sources, requested, reports }: MarketStory): boolean =>
  sources.every(({ points, total }) => points >= total) && reports.length >= requested;
