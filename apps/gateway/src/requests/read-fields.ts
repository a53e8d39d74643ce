import { unfit } from '@troupe/agent-sdk/http';
import { z } from 'zod';
import { boundProblems } from './bounds.ts';

/** A text that a person wrote: not empty, no longer than this many characters, and without what no person types. */
export const personsText = (longest: number): z.ZodString =>
  z.string('must be a text').superRefine((text, context) => {
    for (const { message } of boundProblems({ minLength: 1, maxLength: longest }, text))
      context.addIssue({ code: 'custom', message });
  });

/**
 * Reads a body that is no event as it comes. A body that is absent is one without fields.
 * @throws Problem 400 with every field that is wrong
 */
export const readFields = <Fields>(body: unknown, schema: z.ZodType<Fields>): Fields => {
  const { data, error } = schema.safeParse(body ?? {});
  if (error === undefined) return data;
  throw unfit(error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message })));
};
