import { SpecRejected, SpecValidated, type DraftOf } from '@troupe/contracts';
import { specData } from '@troupe/feature-spec';
import type { KeptFeature } from './kept-feature.ts';
import { readFeature } from './reading/read-feature.ts';

/** Which engine answers; raise the version when features are read differently. */
export const DECIDED_BY = 'offline-gherkin@2';

/** What is concluded about a feature. */
export type Judgement = DraftOf<typeof SpecValidated> | DraftOf<typeof SpecRejected>;

/** Reads a feature: it can be built and tested, or there are questions. */
export const judge = ({ workspace, title, feature, answers, revision }: KeptFeature): Judgement => {
  const read = readFeature({ title, feature, answers: new Map(Object.entries(answers)) });
  return read.outcome === 'validated'
    ? SpecValidated(specData({ ...read.spec, workspace, title, revision, decidedBy: DECIDED_BY }))
    : SpecRejected({ questions: read.questions, decidedBy: DECIDED_BY });
};
