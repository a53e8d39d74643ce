import type { ParsedData } from '@troupe/contracts';
import type { AnswerSchema } from './answer-schema.ts';

const EMPTY = { problems: [{ field: '', message: 'is empty' }] };

/** The JSON of an answer, also where the model has put it into a block of code. */
const readJson = (text: string): ParsedData<unknown> => {
  const [, fenced] = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text) ?? [];
  try {
    return { data: JSON.parse(fenced ?? text) as unknown };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problems: [{ field: '', message: `is no JSON: ${why}` }] };
  }
};

/** Reads an answer: as text, or as what its schema says. */
export const readAnswer = (text: string, schema: AnswerSchema<unknown> | undefined): ParsedData<unknown> => {
  if (text.trim() === '') return EMPTY;
  if (schema === undefined) return { data: text };
  const json = readJson(text);
  return json.problems === undefined ? schema.parse(json.data) : json;
};
