import { createHash } from 'node:crypto';
import { ensureError, TroupeError } from '@troupe/contracts';
import { z } from 'zod';

/** As large as a model may be, in characters of its file: ten times what 10,000 tickets make. */
export const LARGEST_MODEL = 20_000_000;
const LONGEST_NAME = 300;
const MOST_WEIGHTS = 300_000;

const share = z.number().min(0).max(1);
const weight = z.number().min(-1_000).max(1_000);

const schema = z.strictObject({
  form: z.literal('troupe-triage@1'),
  /** How many tickets it was learnt from, and how many of them were negative. */
  tickets: z.int().positive(),
  negative: z.int().positive(),
  /** Figures on tickets that were held out, by cross-validation over so many folds. */
  heldOut: z.strictObject({ folds: z.int().min(2), auc: share, f1: share, ece: share }),
  calibration: z.strictObject({ slope: weight, shift: weight }),
  bias: weight,
  /** What each feature adds to the log-odds of "negative", heaviest first. */
  weights: z
    .record(z.string().max(LONGEST_NAME), weight)
    .refine((weights) => Object.keys(weights).length <= MOST_WEIGHTS, {
      error: `has more than ${MOST_WEIGHTS} weights`,
    }),
});

/** What was learnt from tickets, as its file has it. */
export type TaughtModel = Readonly<z.infer<typeof schema>>;

const DECIMALS = 10_000;

/** A number with four decimals, so that a file can be read. */
export const round = (number: number): number => Math.round(number * DECIMALS) / DECIMALS || 0;

/** The text of a model's file. */
export const printModel = (model: TaughtModel): string => `${JSON.stringify(model, null, 2)}\n`;

const refuse = (why: string): TroupeError =>
  new TroupeError('CONFIG_INVALID', `The taught model cannot be read: ${why}; make it with npm run triage -- teach`);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(ensureError(error).message);
  }
};

/**
 * Reads a model's file.
 * @throws TroupeError CONFIG_INVALID when it is too large or no such model
 */
export const parseModel = (text: string): TaughtModel => {
  if (text.length > LARGEST_MODEL) throw refuse(`it has more than ${LARGEST_MODEL} characters`);
  const { data, error } = schema.safeParse(parsed(text));
  if (data === undefined) throw refuse(z.prettifyError(error).replaceAll(/\s+/g, ' ').slice(0, LONGEST_NAME));
  return data;
};

/** What a model is called: the same content has the same name. */
export const nameOfModel = (model: TaughtModel): string =>
  `taught-linear@${createHash('sha256').update(printModel(model)).digest('hex').slice(0, 12)}`;
