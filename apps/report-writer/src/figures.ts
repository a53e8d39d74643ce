import type { ReportRequestedData } from '@troupe/contracts';

type Anomaly = ReportRequestedData['anomalies'][number];
type Pair = ReportRequestedData['pairs'][number];

const MINUTE_MS = 60_000;

const plain = (value: number, digits: number): string => value.toFixed(digits).replace(/\.0+$/, '');

/** A count or a mean, as short as it can be without lying. */
export const amount = (value: number): string => plain(value, Math.abs(value) < 10 ? 2 : 0);

/** What is usual counts as this much at least, which is what is shown of nothing. */
const LEAST = 0.01;

/** How many times the usual. */
export const ratioOf = ({ mean, expected }: Pick<Anomaly, 'mean' | 'expected'>): number =>
  mean / Math.max(expected, LEAST);

/** The same, as it is told. */
export const times = (anomaly: Pick<Anomaly, 'mean' | 'expected'>): string => plain(ratioOf(anomaly), 1);

/** A share between 0 and 1. */
export const percent = (share: number): string => {
  if (share > 0 && share < 0.0005) return 'less than 0.1 %';
  return `${plain(Math.floor(share * 1_000 + 1e-9) / 10, 1)} %`;
};

/** A day and a time, in UTC. */
export const moment = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** Hours and minutes. */
export const span = (ms: number): string => {
  const [hours, minutes] = [Math.floor(ms / MINUTE_MS / 60), Math.round(ms / MINUTE_MS) % 60];
  return [...(hours > 0 ? [`${hours} h`] : []), ...(minutes > 0 ? [`${minutes} min`] : [])].join(' ') || 'no time';
};

/** A correlation. */
export const correlation = ({ correlation: found }: Pick<Pair, 'correlation'>): string => found.toFixed(2);

/** Names as they are listed. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** The sources that anomalies are of, in the order in which they began. */
export const sourcesIn = ({ anomalies }: Pick<ReportRequestedData, 'anomalies'>): readonly string[] => [
  ...new Set(anomalies.map(({ source }) => source)),
];
