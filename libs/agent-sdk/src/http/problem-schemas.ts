const text = (description: string) => ({ type: 'string', description });

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    requestId: text('What the log knows the request by'),
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: text('Such as lines[2].quantity'), message: { type: 'string' } },
      },
    },
  },
};

const retryAfter = {
  'Retry-After': { type: 'integer', minimum: 0, description: 'Seconds after which the same may be sent again' },
};

/** Describes the refusals of a route: what each status means there. */
export const problemsIn =
  (words: Readonly<Record<number, string>>) =>
  (...statuses: readonly number[]): Record<string, unknown> =>
    Object.fromEntries(
      statuses.map((status) => [
        status,
        {
          description: words[status],
          content: { 'application/problem+json': { schema: problem } },
          ...([429, 503].includes(status) && { headers: retryAfter }),
        },
      ]),
    );

/** The header under which a request may be sent again. */
export const idempotencyHeaders = {
  type: 'object',
  required: ['Idempotency-Key'],
  properties: {
    'Idempotency-Key': {
      ...text('The same key and body is the same request, however often it is sent'),
      minLength: 1,
      maxLength: 200,
    },
  },
};
