import { parseJsonData, SpecRejected, type SpecAnsweredInput } from '@troupe/contracts';
import type { GatewayClient, TimelineEvent } from '../gateway-client.ts';
import { outcomeOf, rejectionsOf, type FeatureStory } from './feature-story.ts';
import type { ExampleFeature, FeatureAnswer } from './features-folder.ts';

/** What the demo is run with. */
export interface DeliveryDemoOptions {
  readonly gateway: Pick<GatewayClient, 'requestFeature' | 'answerFeature' | 'follow'>;
  readonly features: readonly ExampleFeature[];
  /** Names this run in the keys of its requests. */
  readonly run: string;
  /** Told whenever something happened to a feature. */
  readonly onProgress: (story: FeatureStory) => void;
  /** How long is waited for all; what is not done by then is told as it is. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** Nothing more comes of it, unless a person does something that nobody here does. */
const isOver = (events: readonly TimelineEvent[], answered: number): boolean => {
  const outcome = outcomeOf({ events });
  return outcome === 'waiting' ? rejectionsOf({ events }) > answered : outcome !== 'open';
};

/** What a person answers to the questions that were asked last; undefined when the answers are to others. */
const answersTo = (events: readonly TimelineEvent[], answer: FeatureAnswer): SpecAnsweredInput | undefined => {
  if (answer.kind === 'rewritten') return { feature: answer.feature, answeredBy: 'demo' };
  const asked = events.findLast(({ type }) => type === SpecRejected.type);
  const questions = parseJsonData(SpecRejected, asked?.data).data?.questions ?? [];
  const answers = questions.flatMap(({ id, rule }) => {
    const words = answer.answers[rule];
    return words === undefined ? [] : [{ question: id, answer: words }];
  });
  return answers.length === 0 ? undefined : { answers, answeredBy: 'demo' };
};

const deliver = async (
  feature: ExampleFeature,
  options: DeliveryDemoOptions,
  until: AbortSignal,
): Promise<FeatureStory> => {
  const { gateway, run, onProgress } = options;
  const { workspace, title, feature: text, name, answer } = feature;
  const wish = { workspace, title, feature: text, requestedBy: 'demo' };
  const conversationId = await gateway.requestFeature(wish, `${run}-${name}`);
  let story: FeatureStory = { feature, conversationId, events: [] };
  const tell = (events: readonly TimelineEvent[]): void => {
    story = { ...story, events };
    onProgress(story);
  };
  const follow = (answered: number) =>
    gateway.follow(conversationId, { isOver: (events) => isOver(events, answered), onEvents: tell }, until);
  tell([]);
  await follow(0);
  const answers = outcomeOf(story) === 'waiting' && answer ? answersTo(story.events, answer) : undefined;
  if (answers === undefined) return story;
  await gateway.answerFeature(conversationId, answers, `${run}-${name}-answer`);
  await follow(1);
  return story;
};

/** Asks for all features at once, answers what is asked where an answer is known, and tells what became of each. */
export const runDeliveryDemo = async (options: DeliveryDemoOptions): Promise<readonly FeatureStory[]> => {
  const { features, withinMs, signal } = options;
  const seen = new Map<string, FeatureStory>();
  const onProgress = (story: FeatureStory): void => {
    seen.set(story.feature.name, story);
    options.onProgress(story);
  };
  const timeUp = AbortSignal.timeout(withinMs);
  const until = AbortSignal.any([signal, timeUp]);
  return Promise.all(
    features.map(async (feature) => {
      try {
        return await deliver(feature, { ...options, onProgress }, until);
      } catch (error) {
        const story = seen.get(feature.name);
        if (signal.aborted || !timeUp.aborted || story === undefined) throw error;
        return story;
      }
    }),
  );
};
