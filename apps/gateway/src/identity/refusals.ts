import { Problem } from '@troupe/agent-sdk/http';

/**
 * Why the desk and the chat refuse, closed: a code is added here and gets a row in docs/reference/errors.md. The value is the
 * HTTP status and what the person is told, which names the next step.
 */
export const REFUSALS = {
  SIGN_IN_REQUIRED: [
    401,
    'Sign in first: with a token of DESK_OPERATORS, as authorization: Bearer <token> or at /desk',
  ],
  CHAT_TOKEN_REQUIRED: [401, 'This takes the token of the conversation, which the answer to POST /v1/tickets gave'],
  ORIGIN_REFUSED: [403, 'The page that asks is not one of this gateway: add its origin to DESK_ORIGINS, or open /desk'],
  ROLE_REFUSED: [403, 'Your role does not do that: ask a lead'],
  CONVERSATION_REFUSED: [403, 'This token is for another conversation'],
  TICKET_UNKNOWN: [404, 'There is no ticket of this id'],
  TICKET_TAKEN: [409, 'Somebody else has this ticket'],
  TICKET_NOT_TAKEN: [409, 'Take the ticket first'],
  TICKET_CLOSED: [409, 'The ticket is closed: what is still to be said needs a new one'],
  DRAFT_UNKNOWN: [409, 'There is no such draft of this ticket, or a newer one: look at it again'],
  TICKET_MOVED: [409, 'Others are at work on this ticket at this moment: look at it again'],
} as const satisfies Readonly<Record<string, readonly [status: number, detail: string]>>;

/** See `REFUSALS`. */
export type Refusal = keyof typeof REFUSALS;

/** The problem that a refusal is answered with. `about` says more, by name. */
export const refused = (code: Refusal, about: Readonly<Record<string, string>> = {}): Problem => {
  const [status, detail] = REFUSALS[code];
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return new Problem(status, detail, { headers, members: { code, ...about } });
};
