import { z } from 'zod';

const returnedSchema = z.object({ json: z.string().nullable(), was: z.string().optional() });

/** What the caller inside says of one call. */
const answerSchema = z.union([
  z.object({ returned: returnedSchema, left: z.string().nullable() }),
  z.object({ threw: z.string() }),
]);

/** What the caller inside says when it has loaded the code. */
const loadedSchema = z.union([z.object({ loaded: z.literal(true) }), z.object({ failed: z.string() })]);

/** What came of one call. */
export type CallOutcome =
  | {
      readonly kind: 'returned';
      /** The result as JSON; null when it is no number, string, boolean or list of them. */
      readonly json: string | null;
      /** What it is, where JSON could not tell it, such as `undefined`. */
      readonly was?: string | undefined;
      /** The list of arguments as JSON after the call; null when JSON cannot tell them any more. */
      readonly left: string | null;
    }
  | { readonly kind: 'threw'; readonly message: string }
  /** There is no answer: why, to follow "the code". */
  | { readonly kind: 'failed'; readonly cause: string };

/** Longer messages of thrown errors are cut. */
const LONGEST_MESSAGE = 500;

const NO_ANSWER = 'wrote to the pipe of answers what is no answer';

/** Reads what follows the nonce; undefined when that is no answer of the caller. */
const parsed = <T>(schema: z.ZodType<T>, json: string): T | undefined => {
  try {
    return schema.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
};

/** Reads a line of the pipe: only what begins with the nonce of the question is an answer. */
const payloadOf = (line: string, nonce: string): string =>
  line.startsWith(`${nonce} `) ? line.slice(nonce.length + 1) : '';

/** Reads the answer to a call. Whatever else there is in the line is a failure of the code, never of the caller. */
export const readAnswer = (line: string, nonce: string): CallOutcome => {
  const answer = parsed(answerSchema, payloadOf(line, nonce));
  if (answer === undefined) return { kind: 'failed', cause: NO_ANSWER };
  if ('threw' in answer) return { kind: 'threw', message: answer.threw.slice(0, LONGEST_MESSAGE) };
  return { kind: 'returned', ...answer.returned, left: answer.left };
};

/** Reads the answer to the order to load the code: why it failed, or undefined. */
export const readLoaded = (line: string, nonce: string): string | undefined => {
  const answer = parsed(loadedSchema, payloadOf(line, nonce));
  if (answer === undefined) return NO_ANSWER;
  return 'failed' in answer ? `does not load: ${answer.failed.slice(0, LONGEST_MESSAGE)}` : undefined;
};
