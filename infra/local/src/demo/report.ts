import { ms, p50AndP99, percentile } from './figures.ts';
import { latencyOf, outcomeOf, stepTimesOf, type OrderStory } from './order-story.ts';

/** The table at the end: orders by outcome, latency, slowest step, and three timelines. */
export const renderReport = (stories: readonly OrderStory[]): string =>
  [
    renderOutcomes(stories),
    renderLatency(stories),
    renderSteps(stories),
    ...sampleStories(stories).map(renderTimeline),
  ].join('\n\n');

const renderOutcomes = (stories: readonly OrderStory[]): string => {
  const groups = Map.groupBy(stories, outcomeOf);
  const rows = [...groups]
    .map(([outcome, group]): [string, number] => [outcome, group.length])
    .sort((a, b) => b[1] - a[1]);
  const lines = [...rows, ['all', stories.length] as const].map(
    ([outcome, count]) => `  ${outcome.padEnd(46)} ${String(count).padStart(5)}`,
  );
  return `Orders by outcome\n${lines.join('\n')}`;
};

const renderLatency = (stories: readonly OrderStory[]): string => {
  const latencies = stories.flatMap((story) => latencyOf(story) ?? []);
  return `From request to resolution    ${p50AndP99(latencies)}`;
};

const renderSteps = (stories: readonly OrderStory[]): string => {
  const times = stories.flatMap((story) => [...stepTimesOf(story)]);
  const rows = [...Map.groupBy(times, ([step]) => step)]
    .map(([step, group]) => ({ step, times: group.map(([, time]) => time) }))
    .map(({ step, times: own }) => ({ step, p50: percentile(own, 0.5) ?? 0, p99: percentile(own, 0.99) ?? 0 }))
    .sort((a, b) => b.p50 - a.p50 || b.p99 - a.p99);
  const lines = rows.map(
    ({ step, p50, p99 }, index) =>
      `  ${step.padEnd(12)} p50 ${ms(p50)}   p99 ${ms(p99)}${index === 0 ? '   slowest' : ''}`,
  );
  return `Steps, from the order in the log to the answer in the log\n${lines.join('\n')}`;
};

/** One story of each of the first three outcomes, filled up with others, so that the timelines differ. */
const sampleStories = (stories: readonly OrderStory[]): readonly OrderStory[] => {
  const firsts = [...Map.groupBy(stories, outcomeOf).values()].flatMap(([first]) => first ?? []);
  return [...new Set([...firsts, ...stories])].slice(0, 3);
};

const renderTimeline = (story: OrderStory): string => {
  const lines = story.events
    .toSorted((a, b) => a.appendedAt.localeCompare(b.appendedAt) || a.position - b.position)
    .map(
      (event) =>
        `  ${`+${Date.parse(event.appendedAt) - story.requestedMs} ms`.padStart(9)}  ${event.type.padEnd(22)} ${event.source}`,
    );
  return `Order ${story.invoice}: ${outcomeOf(story)}  (conversation ${story.conversationId})\n${lines.join('\n')}`;
};
