import type { Dependency, PrepareContext } from '@troupe/agent-sdk';
import { SpecRejected, type EventOf, type FeatureRequested, type SpecAnswered } from '@troupe/contracts';
import type { FeatureMemory } from '../feature-memory.ts';
import { judge } from '../judge.ts';
import { asAnswered, asRequested, type KeptFeature } from '../kept-feature.ts';
import type { AnsweredQuestion, FeatureWriter, Wish, WrittenFeature } from './feature-writer.ts';

/** What features are made of prose with. */
export interface ProseOptions {
  readonly writer: FeatureWriter;
  readonly memory: FeatureMemory & Dependency;
}

const answeredIn = ({ answers, asked }: KeptFeature): readonly AnsweredQuestion[] =>
  Object.entries(answers).flatMap(([id, answer]) => {
    const question = asked[id];
    return question === undefined ? [] : [{ question, answer }];
  });

/** Undefined where nothing was told in prose. */
const wishOf = (kept: KeptFeature): Wish | undefined => {
  const { title, prose, answers } = kept;
  return prose === null ? undefined : { title, prose, answers, answered: answeredIn(kept) };
};

/** Writes the feature of a request that is told in prose; a conversation has one. */
export const writeForRequest = async (
  { data, envelope }: EventOf<typeof FeatureRequested>,
  { writer, memory }: ProseOptions,
  context: PrepareContext,
): Promise<WrittenFeature | undefined> => {
  const wish = data.feature === null ? wishOf(asRequested(data)) : undefined;
  if (wish === undefined || (await memory.recall(envelope.conversationId)) !== undefined) return undefined;
  return writer.write(wish, context);
};

/** Writes it anew when a person has answered, unless the answers settle all that was asked, or bring a feature. */
export const writeForAnswer = async (
  { data, envelope }: EventOf<typeof SpecAnswered>,
  { writer, memory }: ProseOptions,
  context: PrepareContext,
): Promise<WrittenFeature | undefined> => {
  const known = data.feature === null ? await memory.recall(envelope.conversationId) : undefined;
  if (known === undefined || known.isValidated) return undefined;
  const answered = asAnswered(known.kept, data);
  const wish = judge(answered).type === SpecRejected.type ? wishOf(answered) : undefined;
  return wish && writer.write(wish, context);
};
