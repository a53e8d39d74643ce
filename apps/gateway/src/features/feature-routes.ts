import { idempotencyHeaders } from '@troupe/agent-sdk/http';
import { FeatureRequested, SpecAnswered } from '@troupe/contracts';
import type { FastifyInstance } from 'fastify';
import { acceptedSchema, conversationParams, problems } from '../http/schemas.ts';
import { acceptRequests } from '../requests/accept-request.ts';
import type { Door } from '../requests/door.ts';
import { answersSchema, featureSchema, readAnswers, readFeature } from './feature-request.ts';

/** What the routes of features are made of. */
export interface FeatureRoutesOptions {
  readonly door: Door;
}

const links = (conversationId: string) => ({ answers: `/v1/features/${conversationId}/answers` });

/** POST /v1/features and POST /v1/features/:conversationId/answers. */
export const featureRoutes = (app: FastifyInstance, { door }: FeatureRoutesOptions): void => {
  const ask = acceptRequests(door, { operation: 'feature', read: readFeature, draftOf: FeatureRequested, links });
  app.post('/v1/features', { schema: featureDescription() }, ask);

  const answer = acceptRequests(door, { operation: 'spec-answer', read: readAnswers, draftOf: SpecAnswered, links });
  app.post('/v1/features/:conversationId/answers', { schema: answersDescription() }, answer);
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
