import { TroupeError } from '@troupe/contracts';

/** The longest answer of a step, in bytes of JSON. */
export const LONGEST_ANSWER = 1_000_000;

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  // By its constructor's name: an object of another realm has another Object.
  return prototype === null || (prototype as { constructor?: { name?: string } }).constructor?.name === 'Object';
};

/** The path of the first value that JSON would lose or change; fields that are undefined are left out, and may be. */
const misfitIn = (value: unknown, path: string): string | undefined => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path;
  if (Array.isArray(value)) return firstMisfit(Object.entries(value), path);
  if (typeof value !== 'object' || !isPlain(value)) return path;
  return firstMisfit(
    Object.entries(value).filter(([, field]) => field !== undefined),
    path,
  );
};

const firstMisfit = (fields: readonly [string, unknown][], path: string): string | undefined => {
  for (const [name, field] of fields) {
    const misfit = misfitIn(field, `${path}.${name}`);
    if (misfit !== undefined) return misfit;
  }
  return undefined;
};

const refuse = (step: string, why: string): never => {
  throw new TroupeError('STEP_INVALID', `Step '${step}' cannot be recorded: ${why}`, { details: { step } });
};

/**
 * An answer as it is stored; no answer at all is one too. Wrapped, so that it can be told from a step without answer.
 * @throws TroupeError STEP_INVALID when JSON cannot hold it, or it is too large
 */
export const answerToJson = (step: string, answer: unknown): string => {
  const misfit = answer === undefined ? undefined : misfitIn(answer, 'answer');
  if (misfit !== undefined)
    refuse(step, `JSON cannot hold ${misfit}: answer with plain objects, arrays, texts, finite numbers and booleans`);
  const json = JSON.stringify({ answer });
  const bytes = Buffer.byteLength(json);
  if (bytes > LONGEST_ANSWER)
    refuse(step, `its answer has ${bytes} bytes, and ${LONGEST_ANSWER} is the most: keep the data elsewhere and answer with a reference`); // prettier-ignore
  return json;
};

/** The answer in what is stored. */
export const answerFrom = (stored: unknown): unknown => (stored as { readonly answer?: unknown }).answer;
