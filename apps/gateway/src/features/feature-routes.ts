import { idempotencyHeaders } from '@troupe/agent-sdk/http';
import { FeatureRequested, ReviewRequested, SpecAnswered } from '@troupe/contracts';
import type { FastifyInstance } from 'fastify';
import { acceptedSchema, conversationParams, problems } from '../http/schemas.ts';
import { acceptRequests, type Begun } from '../requests/accept-request.ts';
import type { Door } from '../requests/door.ts';
import {
  answersSchema,
  featureSchema,
  readAnswers,
  readFeature,
  readReviewRequest,
  reviewSchema,
} from './feature-request.ts';

/** What the routes of features are made of. */
export interface FeatureRoutesOptions {
  readonly door: Door;
}

const links = ({ conversationId }: Begun) => ({ answers: `/v1/features/${conversationId}/answers` });

/** POST /v1/features, and what goes on with one: /v1/features/:conversationId/answers and …/review. */
export const featureRoutes = (app: FastifyInstance, { door }: FeatureRoutesOptions): void => {
  const ask = acceptRequests(door, { operation: 'feature', read: readFeature, draftOf: FeatureRequested, links });
  app.post('/v1/features', { schema: featureDescription() }, ask);

  const answer = acceptRequests(door, { operation: 'spec-answer', read: readAnswers, draftOf: SpecAnswered, links });
  app.post('/v1/features/:conversationId/answers', { schema: answersDescription() }, answer);

  const review = acceptRequests(door, {
    operation: 'review',
    read: readReviewRequest,
    draftOf: ReviewRequested,
    links,
  });
  app.post('/v1/features/:conversationId/review', { schema: reviewDescription() }, review);
};

const answers = { 202: acceptedSchema({ answers: 'Where questions about the feature are answered' }) };

const featureDescription = () => ({
  tags: ['features'],
  summary: 'Ask for a feature',
  description:
    'In Gherkin with examples, or in prose where a language model is configured; else prose is given back with a question.',
  headers: idempotencyHeaders,
  body: featureSchema(),
  response: { ...answers, ...problems(400, 413, 415, 422, 429, 503) },
});

const answersDescription = () => ({
  tags: ['features'],
  summary: 'Answer the questions of a rejected spec',
  description: 'To single questions, by the ids that spec.rejected gives them, or with the whole feature rewritten.',
  headers: idempotencyHeaders,
  params: conversationParams,
  body: answersSchema(),
  response: { ...answers, ...problems(400, 404, 413, 415, 422, 429, 503) },
});

const reviewDescription = () => ({
  tags: ['features'],
  summary: 'Ask for the reviews that were unavailable',
  description:
    'What was answered by review.unavailable is looked at again, by a reviewer whose sandbox has been mended.',
  headers: idempotencyHeaders,
  params: conversationParams,
  body: reviewSchema(),
  response: { ...answers, ...problems(400, 404, 413, 415, 422, 429, 503) },
});
