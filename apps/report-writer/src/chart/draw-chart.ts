import type { ReportRequestedData } from '@troupe/contracts';
import { moment } from '../figures.ts';
import { bucketsPerPoint, gridOf, hourly, rangeOf, timeMarks, timesUsual, type HourlySeries } from './scales.ts';
import { element, linePath, xml, type Point } from './svg.ts';

const WIDTH = 760;
const HEIGHT = 380;
const PLOT = { left: 56, right: WIDTH - 16, top: 58, bottom: HEIGHT - 66 } as const;
const LONGEST_NAME = 24;
const LEGEND_WIDTH = 172;

/** Told apart by people who see red and green alike, on light and on dark. */
const COLOURS = ['#2f7ed8', '#d9822b', '#2a9d8f', '#b5557f', '#7d6bd0', '#8a8f2b', '#c0504d', '#5b7083'] as const;

const STYLE = `
  .back { fill: #ffffff } .text { fill: #33383f; font: 12px system-ui, sans-serif } .title { font-size: 15px; font-weight: 600 }
  .grid { stroke: #d9dde3 } .usual { stroke: #8b929c } .mark { stroke: #ffffff }
  @media (prefers-color-scheme: dark) {
    .back { fill: #16191d } .text { fill: #d5d9df } .grid { stroke: #31363d } .usual { stroke: #737b86 } .mark { stroke: #16191d }
  }`;

/** Where values and times lie in the picture. */
interface Place {
  x(at: number): number;
  y(doublings: number): number;
  readonly from: number;
  readonly until: number;
  readonly grid: readonly number[];
}

const placeOf = (from: number, until: number, all: readonly HourlySeries[]): Place => {
  const range = rangeOf(all);
  return {
    from,
    until,
    grid: gridOf(range),
    x: (at) => PLOT.left + ((at - from) / Math.max(1, until - from)) * (PLOT.right - PLOT.left),
    y: (doublings) => PLOT.bottom - ((doublings - range.low) / (range.high - range.low)) * (PLOT.bottom - PLOT.top),
  };
};

const text = (x: number, y: number, words: string, anchor = 'start', more = ''): string =>
  element('text', { class: `text${more}`, x, y, 'text-anchor': anchor }, xml(words));

const shortened = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? COLOURS[0];

const values = ({ y, grid }: Place): readonly string[] =>
  grid.flatMap((doublings) => [
    element('line', {
      class: doublings === 0 ? 'usual' : 'grid',
      x1: PLOT.left,
      x2: PLOT.right,
      y1: y(doublings),
      y2: y(doublings),
    }),
    text(PLOT.left - 8, y(doublings) + 4, timesUsual(doublings), 'end'),
  ]);

/** Half of what a moment takes, in pixels. */
const HALF_A_MOMENT = 40;

const anchorAt = (x: number): string => (x > WIDTH - HALF_A_MOMENT ? 'end' : 'middle');

const times = ({ x, from, until }: Place): readonly string[] =>
  timeMarks(from, until).flatMap((at) => [
    element('line', { class: 'grid', x1: x(at), x2: x(at), y1: PLOT.bottom, y2: PLOT.bottom + 5 }),
    text(x(at), PLOT.bottom + 19, moment(at).slice(5), anchorAt(x(at))),
  ]);

const lines = (all: readonly HourlySeries[], { x, y, from }: Place, pointMs: number): readonly string[] =>
  all.map(({ doublings }, index) => {
    const points = doublings.map((value, each): Point | null =>
      value === null ? null : { x: x(from + (each + 0.5) * pointMs), y: y(value) },
    );
    return element('path', { d: linePath(points), fill: 'none', stroke: colourOf(index), 'stroke-width': '1.8', 'stroke-linejoin': 'round' }); // prettier-ignore
  });

const marks = (
  all: readonly HourlySeries[],
  { anomalies }: ReportRequestedData,
  { x, y, from }: Place,
  pointMs: number,
): readonly string[] =>
  anomalies.flatMap(({ source, at }) => {
    const index = all.findIndex((each) => each.source === source);
    const value = all[index]?.doublings[Math.floor((at - from) / pointMs)];
    if (value === undefined || value === null) return [];
    return [
      element('circle', { class: 'mark', cx: x(at), cy: y(value), r: 5, fill: colourOf(index), 'stroke-width': '1.5' }),
    ];
  });

const legend = (all: readonly HourlySeries[]): readonly string[] =>
  all.flatMap(({ source }, index) => {
    const [x, y] = [PLOT.left + (index % 4) * LEGEND_WIDTH, HEIGHT - 26 + Math.floor(index / 4) * 16];
    return [
      element('rect', { x, y: y - 8, width: 14, height: 4, rx: 2, fill: colourOf(index) }),
      text(x + 20, y, shortened(source)),
    ];
  });

/**
 * Draws what the sources of a report did: how many times the usual, on a scale of doublings, hour by hour in UTC, a dot for every anomaly. An SVG
 * of less than 60 kB that needs nothing else, readable on light and on dark.
 */
export const drawChart = (data: ReportRequestedData): string => {
  const buckets = bucketsPerPoint(data);
  const pointMs = buckets * data.bucketMs;
  const all = data.series.slice(0, COLOURS.length).map((series) => hourly(series, buckets));
  const points = Math.max(1, ...all.map(({ doublings }) => doublings.length));
  const place = placeOf(data.chartFrom, data.chartFrom + points * pointMs, all);
  const title = 'How far each source lay from what is usual';
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      role: 'img',
      'aria-label': title,
    },
    element('style', {}, STYLE),
    element('rect', { class: 'back', width: WIDTH, height: HEIGHT }),
    text(PLOT.left, 24, title, 'start', ' title'),
    text(PLOT.left, 43, 'times the usual, by the hour, in UTC; dots are anomalies'),
    ...values(place),
    ...times(place),
    ...lines(all, place, pointMs),
    ...marks(all, data, place, pointMs),
    ...legend(all),
  );
};
