import { attemptsOf, outcomeOf, roundsOf, stageOf, type FeatureStage, type FeatureStory } from './feature-story.ts';

/** A table of what happens to features, and a line that says the same in short. */
export interface LiveTable {
  readonly rows: readonly string[];
  readonly brief: string;
}

const ORDER: readonly FeatureStage[] = ['code', 'review', 'merge', 'spec', 'person', 'done'];

const secondsOf = ({ events }: FeatureStory, nowMs: number): string => {
  const times = events.map(({ appendedAt }) => Date.parse(appendedAt));
  if (times.length === 0) return '';
  const endMs = stageOf({ events }) === 'done' ? Math.max(...times) : nowMs;
  return `${((endMs - Math.min(...times)) / 1_000).toFixed(1)} s`;
};

const outcomeText = (story: FeatureStory): string => {
  const outcome = outcomeOf(story);
  return outcome === 'open' ? '' : outcome;
};

/** A feature in a row: name, stage, attempt, outcome, time. */
export const rowOf = (story: FeatureStory, nowMs: number): string => {
  const { name, workspace } = story.feature;
  const attempts = attemptsOf(story);
  const rounds = roundsOf(story);
  const attempt = attempts === 0 ? '' : `${attempts}${rounds > 0 ? ` (${rounds} sent back)` : ''}`;
  return [
    `${workspace}/${name}`.padEnd(24),
    stageOf(story).padEnd(7),
    attempt.padEnd(16),
    outcomeText(story).padEnd(11),
    secondsOf(story, nowMs).padStart(8),
  ].join(' ');
};

/** The head of the table. */
export const HEAD = ['feature'.padEnd(24), 'stage'.padEnd(7), 'attempt'.padEnd(16), 'outcome'.padEnd(11), 'time'.padStart(8)].join(' '); // prettier-ignore

const brief = (stories: readonly FeatureStory[], total: number): string => {
  const ended = Map.groupBy(stories, outcomeOf);
  const many = (outcome: 'delivered' | 'abandoned' | 'waiting'): string =>
    `${ended.get(outcome)?.length ?? 0} ${outcome}`;
  const stages = Map.groupBy(stories, stageOf);
  const under = (['spec', 'code', 'review', 'merge'] as const).map(
    (stage) => `${stage} ${stages.get(stage)?.length ?? 0}`,
  );
  return `features: ${many('delivered')}, ${many('abandoned')}, ${many('waiting')} of ${total}; in ${under.join(', ')}`;
};

/** The table of these features; where there is room for fewer rows, those that are under way come first. */
export const liveTable = (
  stories: readonly FeatureStory[],
  { total, room, nowMs }: { readonly total: number; readonly room: number; readonly nowMs: number },
): LiveTable => {
  const short = brief(stories, total);
  const sorted = stories.toSorted((one, other) => ORDER.indexOf(stageOf(one)) - ORDER.indexOf(stageOf(other)));
  const rows = [...sorted.slice(0, Math.max(0, room - 2)).map((story) => rowOf(story, nowMs))];
  return { rows: [HEAD, ...rows, short], brief: short };
};
