import { p50AndP99 } from '../figures.ts';
import {
  attemptsOf,
  outcomeOf,
  rejectionsOf,
  roundsOf,
  stageTimesOf,
  type FeatureOutcome,
  type FeatureStory,
  type StageTime,
} from './feature-story.ts';
import { HEAD, rowOf } from './live-table.ts';
import type { Measured } from './measure-escapes.ts';

/** What the report is made of. */
export interface DeliveryReportOptions {
  readonly stories: readonly FeatureStory[];
  /** Undefined where code could not be run. */
  readonly measured: readonly Measured[] | undefined;
  /** Where the repositories lie. */
  readonly folder: string;
}

const WORDS: Readonly<Record<FeatureOutcome, string>> = {
  delivered: 'delivered',
  abandoned: 'abandoned: nobody could',
  waiting: 'waiting for a person',
  unreviewed: 'not reviewed, for want of a sandbox',
  open: 'not done in time',
};

const line = (words: string, count: number): string => `  ${words.padEnd(46)} ${String(count).padStart(5)}`;

const outcomes = (stories: readonly FeatureStory[]): string => {
  const groups = Map.groupBy(stories, outcomeOf);
  const rows = (Object.keys(WORDS) as FeatureOutcome[]).flatMap((outcome) => {
    const count = groups.get(outcome)?.length ?? 0;
    return count === 0 ? [] : [line(WORDS[outcome], count)];
  });
  const asked = stories.filter((story) => rejectionsOf(story) > 0);
  const answered = asked.filter((story) => outcomeOf(story) === 'delivered');
  const more = [line('all', stories.length), line('rejected by pm-agent', asked.length), line('of these delivered once answered', answered.length)]; // prettier-ignore
  return ['Features by outcome', ...rows, ...more].join('\n');
};

const escapes = (measured: readonly Measured[] | undefined): string => {
  if (measured === undefined) return 'Escaped defects: not measured, for want of a sandbox';
  const examples = measured.reduce((sum, each) => sum + each.examples, 0);
  const escaped = measured.filter(({ wrong }) => wrong.length > 0);
  return [
    `Escaped defects: ${escaped.length} of ${measured.length} delivered features, measured with ${examples} examples that no agent was shown`,
    ...escaped.flatMap(({ story, wrong, examples: many }) => [
      `  ${story.feature.name}: ${wrong.length} of ${many} wrong`,
      ...wrong.slice(0, 3).map((what) => `    ${what}`),
    ]),
  ].join('\n');
};

const loops = (stories: readonly FeatureStory[]): string => {
  const built = stories.filter((story) => attemptsOf(story) > 0);
  const groups = [...Map.groupBy(built, attemptsOf)].toSorted(([one], [other]) => one - other);
  const rounds = stories.reduce((sum, story) => sum + roundsOf(story), 0);
  return [
    'Loops',
    ...groups.map(([attempts, group]) =>
      line(`committed in ${attempts} attempt${attempts === 1 ? '' : 's'}`, group.length),
    ),
    line('reviews that asked for changes', rounds),
  ].join('\n');
};

const STAGES: readonly (readonly [StageTime['stage'], string])[] = [
  ['spec', 'spec'],
  ['code', 'code'],
  ['review', 'review'],
  ['merge', 'approved to merged'],
  ['all', 'request to end'],
];

const stages = (stories: readonly FeatureStory[]): string => {
  const times = Map.groupBy(stories.flatMap(stageTimesOf), ({ stage }) => stage);
  return [
    'Stages, by when the log took their events',
    ...STAGES.map(([stage, words]) => {
      const own = (times.get(stage) ?? []).map(({ ms }) => ms);
      return `  ${words.padEnd(20)} ${String(own.length).padStart(4)} ×   ${p50AndP99(own)}`;
    }),
  ].join('\n');
};

const repositories = (stories: readonly FeatureStory[], folder: string): string => {
  const names = [...new Set(stories.filter((story) => attemptsOf(story) > 0).map(({ feature }) => feature.workspace))];
  return ['The repositories are left to look at', ...names.toSorted().map((name) => `  git clone ${folder}/${name}.git`)].join('\n'); // prettier-ignore
};

/** What is told at the end: each feature, what became of all, what escaped, how often it went round, and how long it took. */
export const renderDeliveryReport = ({ stories, measured, folder }: DeliveryReportOptions): string =>
  [
    [HEAD, ...stories.map((story) => rowOf(story, Date.now()))].join('\n'),
    outcomes(stories),
    escapes(measured),
    loops(stories),
    stages(stories),
    repositories(stories, folder),
  ].join('\n\n');
