import { createJsonClient } from '@troupe/agent-sdk/command';
import type { FeatureRequestedInput, ReviewRequestedInput, SpecAnsweredInput } from '@troupe/contracts';
import type { Conversation } from '../conversations/conversation-reader.ts';

/** Asks a gateway about features. Everything throws TroupeError: REQUEST_REFUSED for a no, TIMEOUT when it is away. */
export interface FeaturesClient {
  /** Asks for a feature, once however often the same request is sent. Gives its conversation. */
  submit(feature: FeatureRequestedInput, request: string): Promise<string>;
  /** Answers questions about one, once however often the same request is sent. */
  answer(conversation: string, answers: SpecAnsweredInput, request: string): Promise<void>;
  /** Asks for the reviews of one that were unavailable, once however often the same request is sent. */
  review(conversation: string, wish: ReviewRequestedInput, request: string): Promise<void>;
  /** Where its conversation is, with all its events. */
  show(conversation: string): Promise<Conversation>;
}

const ALL = '500';

/** A client of the gateway at this address. */
export const createFeaturesClient = (url: string): FeaturesClient => {
  const advice = 'start one, or set GATEWAY_URL to where one listens';
  const gateway = createJsonClient({ url, who: 'gateway', advice, refusedAs: 'REQUEST_REFUSED' });
  const keyed = (request: string) => ({ 'idempotency-key': request });
  const goOn = async (conversation: string, what: string, body: object, request: string): Promise<void> => {
    await gateway.post(`/v1/features/${encodeURIComponent(conversation)}/${what}`, { body, headers: keyed(request) });
  };
  return {
    submit: async (body, request) => {
      const { conversationId } = await gateway.post<{ readonly conversationId: string }>('/v1/features', {
        body,
        headers: keyed(request),
      });
      return conversationId;
    },
    answer: (conversation, body, request) => goOn(conversation, 'answers', body, request),
    review: (conversation, body, request) => goOn(conversation, 'review', body, request),
    show: (conversation) => gateway.get(`/v1/conversations/${encodeURIComponent(conversation)}`, { limit: ALL }),
  };
};
