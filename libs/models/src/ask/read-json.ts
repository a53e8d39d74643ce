import type { ParsedData } from '@troupe/contracts';

/** The JSON of an answer, also where the model has put it into a block of code. */
export const readJson = (text: string): ParsedData<unknown> => {
  const [, fenced] = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text) ?? [];
  try {
    return { data: JSON.parse(fenced ?? text) as unknown };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problems: [{ field: '', message: text.trim() === '' ? 'is empty' : `is no JSON: ${why}` }] };
  }
};
