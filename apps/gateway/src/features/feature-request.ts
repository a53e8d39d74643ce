import {
  FeatureRequested,
  jsonSchemaOf,
  ReviewRequested,
  SpecAnswered,
  type FeatureRequestedData,
  type FieldProblem,
  type ParsedData,
  type ReviewRequestedData,
  type SpecAnsweredData,
} from '@troupe/contracts';
import { describeBounds, type Bounds } from '../requests/bounds.ts';
import { readBody } from '../requests/read-body.ts';

/** In characters: far more than a feature that one function can answer, and far less than a record may hold. */
const LONGEST_FEATURE = 65_536;
const LONGEST_NAME = 200;
const MOST_ANSWERS = 100;
const LONGEST_ANSWER = 2_000;

const TEXT: Bounds = { minLength: 1, maxLength: LONGEST_FEATURE };
const PERSON: Bounds = { minLength: 1, maxLength: LONGEST_NAME };

/** What a request for a feature must keep to beyond its types. Whether the feature can be built is for pm-agent to see. */
const FEATURE: Bounds = {
  properties: {
    workspace: {
      pattern: '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$',
      means: 'lower-case letters, digits and hyphens, 64 at most',
    },
    title: { minLength: 1, maxLength: LONGEST_NAME },
    feature: TEXT,
    prose: TEXT,
    requestedBy: PERSON,
  },
};

const ANSWERS: Bounds = {
  properties: {
    feature: TEXT,
    answers: {
      maxItems: MOST_ANSWERS,
      items: {
        properties: {
          question: { minLength: 1, maxLength: LONGEST_NAME },
          answer: { minLength: 1, maxLength: LONGEST_ANSWER },
        },
      },
    },
    answeredBy: PERSON,
  },
};

const REVIEW: Bounds = { properties: { requestedBy: PERSON } };

const oneWish = ({ feature, prose }: FeatureRequestedData): readonly FieldProblem[] => {
  if (feature === null && prose === null) return [{ field: 'feature', message: 'must be there, or else prose' }];
  const isBoth = feature !== null && prose !== null;
  return isBoth ? [{ field: 'prose', message: 'must not be there beside a feature: say it once' }] : [];
};

const someAnswer = ({ feature, answers }: SpecAnsweredData): readonly FieldProblem[] =>
  feature === null && answers.length === 0
    ? [{ field: 'answers', message: 'must have 1 or more entries, unless the feature is rewritten' }]
    : [];

/** Reads a body as the request for a feature, told in Gherkin or in prose. Everything that is wrong is told. */
export const readFeature = (body: unknown): ParsedData<FeatureRequestedData> =>
  readBody(body, { event: FeatureRequested, bounds: FEATURE, otherwise: oneWish });

/** Reads a body as answers to the questions of a rejected spec. Everything that is wrong is told. */
export const readAnswers = (body: unknown): ParsedData<SpecAnsweredData> =>
  readBody(body, { event: SpecAnswered, bounds: ANSWERS, otherwise: someAnswer });

/** Reads a body as the wish that what could not be reviewed is looked at again; an absent one is that of nobody. */
export const readReviewRequest = (body: unknown): ParsedData<ReviewRequestedData> =>
  readBody(body ?? {}, { event: ReviewRequested, bounds: REVIEW });

/** The body of a request for a feature, for the description of the interface. */
export const featureSchema = (): Record<string, unknown> => describeBounds(jsonSchemaOf(FeatureRequested), FEATURE);

/** The body of answers, for the description of the interface. */
export const answersSchema = (): Record<string, unknown> => describeBounds(jsonSchemaOf(SpecAnswered), ANSWERS);

/** The body of a request for reviews, for the description of the interface. */
export const reviewSchema = (): Record<string, unknown> => describeBounds(jsonSchemaOf(ReviewRequested), REVIEW);
