import { Buffer } from 'node:buffer';
import { unfit } from '@troupe/agent-sdk/http';
import { durationMs } from '@troupe/contracts';
import { SAGA_STATUSES } from '@troupe/saga';
import { z } from 'zod';

/** The last row of a page, from which the next goes on. */
export interface Place {
  readonly startedMs: number;
  readonly conversation: string;
  readonly saga: string;
}

const isDuration = (text: string): boolean => {
  try {
    return durationMs(text) >= 0;
  } catch {
    return false;
  }
};

const name = z.string().min(1, 'must not be empty').max(200, 'must not be longer than 200 characters');
const age = z
  .string()
  .refine(isDuration, "must be a duration, such as '10m'")
  // Checked just now.
  .transform((text) => durationMs(text));

/** Which instances are meant; all of it must fit. */
export const filterShape = {
  saga: name.optional(),
  status: z.enum(SAGA_STATUSES, `must be one of ${SAGA_STATUSES.join(', ')}`).optional(),
  /** A step of which something is expected. */
  step: name.optional(),
  /** The business key. */
  key: name.optional(),
  conversation: name.optional(),
  /** Started so long ago, or longer. */
  olderThan: age.optional(),
  youngerThan: age.optional(),
};

const filter = z.strictObject(filterShape);

/** A filter as it was read: ages in milliseconds. */
export type SagaFilter = z.infer<typeof filter>;

const MOST_ROWS = 500;

const place = z.tuple([z.number(), z.string(), z.string()]);

/** A place as text that goes into an address. */
export const cursorOf = ({ startedMs, conversation, saga }: Place): string =>
  Buffer.from(JSON.stringify([startedMs, conversation, saga])).toString('base64url');

const placeIn = (cursor: string): Place | undefined => {
  try {
    const [startedMs, conversation, saga] = place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { startedMs, conversation, saga };
  } catch {
    return undefined;
  }
};

const cursor = z
  .string()
  .max(1_000)
  .transform((text, context) => {
    const found = placeIn(text);
    if (found === undefined) context.addIssue('must be what `next` of the page before was');
    return found;
  });

const count = `must be a whole number from 1 to ${MOST_ROWS}`;

const page = filter.extend({
  limit: z.coerce.number(count).int(count).min(1, count).max(MOST_ROWS, count).default(50),
  order: z.enum(['oldest', 'newest'], 'must be oldest or newest').default('oldest'),
  after: cursor.optional(),
});

/** One page of a list, as it was asked for. */
export type PageRequest = z.infer<typeof page>;

const fieldOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** What zod says is wrong, as fields with their problems. */
export const problemsIn = ({ issues }: z.ZodError): readonly { readonly field: string; readonly message: string }[] =>
  issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), message: 'is not a known field' }))
      : [{ field: fieldOf(issue.path), message: issue.message }],
  );

/** Reads something from outside. @throws Problem 400 naming every field that does not fit */
export const readAs = <Data>(schema: z.ZodType<Data>, given: unknown): Data => {
  const { data, error, success } = schema.safeParse(given);
  if (!success) throw unfit(problemsIn(error));
  return data;
};

/** Reads what a list is asked for by. @throws Problem 400 */
export const readPageRequest = (query: unknown): PageRequest => readAs(page, query);
