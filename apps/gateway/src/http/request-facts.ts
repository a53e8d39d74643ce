import { Problem } from '@troupe/agent-sdk/http';
import { DEFAULT_TENANT } from '@troupe/contracts';
import type { FastifyRequest } from 'fastify';

/** Whom a request is from. The one place that says so: there is one tenant until there is a sign-in. */
export const tenantOf: (request: FastifyRequest) => string = () => DEFAULT_TENANT;

const CONVERSATION_ID = /^[\w.:-]{1,200}$/;

/** The conversation that a path names. @throws Problem 404 for what can be none */
export const conversationIdIn = ({ params }: FastifyRequest): string => {
  // The routes that ask for this have the parameter in their paths.
  const { conversationId } = params as { readonly conversationId: string };
  if (CONVERSATION_ID.test(conversationId)) return conversationId;
  throw unknownConversation();
};

/** Says that there is no such conversation. */
export const unknownConversation = (): Problem => new Problem(404, 'There is no conversation of this id');
