import { SpecRejected, SpecValidated, type DraftOf, type SpecQuestion } from '@troupe/contracts';
import { specData } from '@troupe/feature-spec';
import type { KeptFeature } from './kept-feature.ts';
import type { WrittenFeature } from './prose/feature-writer.ts';
import { proseQuestions } from './prose/prose-questions.ts';
import { readFeature } from './reading/read-feature.ts';

/** Which engine answers; raise the version when features are read differently. */
export const DECIDED_BY = 'offline-gherkin@2';

/** What is concluded about a feature. */
export type Judgement = DraftOf<typeof SpecValidated> | DraftOf<typeof SpecRejected>;

/** A model's choice of examples may not be what was meant, however well they are read. */
const OF_A_MODEL = 0.8;
const STEPS = 1_000;

const lessSure = (confidence: number): number => Math.round(confidence * OF_A_MODEL * STEPS) / STEPS;

/** Who made the spec: the reader, of what a person or a model wrote. */
const deciderOf = ({ writtenBy }: KeptFeature): string =>
  writtenBy === null ? DECIDED_BY : `${DECIDED_BY} of a feature by ${writtenBy}`;

/** What a model wrote goes with what is said of it: nobody has seen it yet. */
const writtenIn = ({ feature, writtenBy }: KeptFeature): string | null => (writtenBy === null ? null : feature);

const rejection = (kept: KeptFeature, questions: readonly SpecQuestion[], decidedBy: string): Judgement =>
  SpecRejected({ questions: [...questions], feature: writtenIn(kept), decidedBy });

/** Reads a feature: it can be built and tested, or there are questions. */
export const judge = (kept: KeptFeature): Judgement => {
  const { workspace, title, feature, answers, revision, writtenBy } = kept;
  const read = readFeature({ title, feature, answers: new Map(Object.entries(answers)) });
  const decidedBy = deciderOf(kept);
  if (read.outcome === 'rejected') return rejection(kept, read.questions, decidedBy);
  const confidence = writtenBy === null ? read.spec.confidence : lessSure(read.spec.confidence);
  const spec = specData({ ...read.spec, confidence, workspace, title, revision, decidedBy });
  return SpecValidated({ ...spec, feature: writtenIn(kept) });
};

/** Judges a feature together with what a model made of its prose: where it made none, a person is asked. */
export const judgeWritten = (kept: KeptFeature, written: WrittenFeature | undefined): Judgement => {
  const questions = written && proseQuestions(written);
  return questions === undefined ? judge(kept) : rejection(kept, questions, written?.by ?? DECIDED_BY);
};

/** What a judgement asks. */
export const questionsOf = (judgement: Judgement): readonly SpecQuestion[] =>
  judgement.type === SpecRejected.type ? judgement.data.questions : [];
