import { createJsonClient } from '@troupe/agent-sdk/command';
import type {
  FeatureRequestedInput,
  ReviewRequestedInput,
  SpecAnsweredInput,
  TicketOpenedInput,
} from '@troupe/contracts';
import type { Conversation } from '../conversations/conversation-reader.ts';

/** Asks a gateway about conversations. Everything throws TroupeError: REQUEST_REFUSED for a no, TIMEOUT when it is away. */
export interface ConversationsClient {
  /** Where a conversation is, with all its events. */
  show(conversation: string): Promise<Conversation>;
}

/** Asks a gateway about features. */
export interface FeaturesClient extends ConversationsClient {
  /** Asks for a feature, once however often the same request is sent. Gives its conversation. */
  submit(feature: FeatureRequestedInput, request: string): Promise<string>;
  /** Answers questions about one, once however often the same request is sent. */
  answer(conversation: string, answers: SpecAnsweredInput, request: string): Promise<void>;
  /** Asks for the reviews of one that were unavailable, once however often the same request is sent. */
  review(conversation: string, wish: ReviewRequestedInput, request: string): Promise<void>;
}

/** Opens tickets at a gateway. */
export interface TicketsClient extends ConversationsClient {
  /** Opens a ticket, once however often the same request is sent. Gives its conversation. */
  open(ticket: TicketOpenedInput, request: string): Promise<string>;
}

const ALL = '500';

const gatewayAt = (url: string) => {
  const advice = 'start one, or set GATEWAY_URL to where one listens';
  const gateway = createJsonClient({ url, who: 'gateway', advice, refusedAs: 'REQUEST_REFUSED' });
  const post = (path: string, body: object, request: string) =>
    gateway.post<{ readonly conversationId: string }>(path, { body, headers: { 'idempotency-key': request } });
  const show = (conversation: string): Promise<Conversation> =>
    gateway.get(`/v1/conversations/${encodeURIComponent(conversation)}`, { limit: ALL });
  return { post, show };
};

/** A client for features, of the gateway at this address. */
export const createFeaturesClient = (url: string): FeaturesClient => {
  const { post, show } = gatewayAt(url);
  const goOn = async (conversation: string, what: string, body: object, request: string): Promise<void> => {
    await post(`/v1/features/${encodeURIComponent(conversation)}/${what}`, body, request);
  };
  return {
    show,
    submit: async (feature, request) => (await post('/v1/features', feature, request)).conversationId,
    answer: (conversation, body, request) => goOn(conversation, 'answers', body, request),
    review: (conversation, body, request) => goOn(conversation, 'review', body, request),
  };
};

/** A client for tickets, of the gateway at this address. */
export const createTicketsClient = (url: string): TicketsClient => {
  const { post, show } = gatewayAt(url);
  return { show, open: async (ticket, request) => (await post('/v1/tickets', ticket, request)).conversationId };
};
