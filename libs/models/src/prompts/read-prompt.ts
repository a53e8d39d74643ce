import { TroupeError } from '@troupe/contracts';
import { z } from 'zod';

/** One version of a prompt, as its file says. */
export interface PromptVersion {
  readonly name: string;
  readonly version: number;
  /** Put in as they are: text of ours. */
  readonly variables: readonly string[];
  /** Put in between fences: text from outside. */
  readonly untrusted: readonly string[];
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  /** What the model is told to be and to do. */
  readonly instructions: string;
  /** What it is asked. */
  readonly question: string;
}

const names = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  )
  .pipe(z.array(z.string().regex(/^[a-z][a-zA-Z0-9]*$/, 'must be names in camelCase, separated by commas')));

const frontMatter = z.strictObject({
  variables: names,
  untrusted: names,
  maxOutputTokens: z.coerce.number('must be a number').int().min(1).optional(),
  temperature: z.coerce.number('must be a number').min(0).max(2).optional(),
});

/** `---`, settings, `---`, instructions, `# Question`, the question. */
const FORM = /^---\n([\s\S]*?)\n---\n([\s\S]*?)\n# Question\n([\s\S]*)$/;

const PLACE = /\{\{(\w+)\}\}/g;

/** The variables that a text has places for. */
export const placesIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(PLACE)].map(([, name]) => name ?? ''));

/** A text with what belongs into each place; what is put in is not looked at again. */
export const fillPlaces = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(PLACE, (_, name: string) => values[name] ?? '');

const invalid = (id: string, why: string): TroupeError =>
  new TroupeError('PROMPT_INVALID', `Prompt ${id}: ${why}`, { details: { prompt: id } });

const settingsIn = (id: string, lines: string) => {
  const pairs = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) throw invalid(id, `'${line}' is no 'name: value'`);
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
    });
  const read = frontMatter.safeParse(Object.fromEntries(pairs));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
  throw invalid(id, problems.join('; '));
};

/** Every place has a variable, and every variable a place; what comes from outside stays out of the instructions. */
const checkPlaces = (id: string, prompt: PromptVersion): void => {
  const { variables, untrusted, instructions, question } = prompt;
  const declared = new Set([...variables, ...untrusted]);
  const places = placesIn(`${instructions}\n${question}`);
  const undeclared = [...places].filter((name) => !declared.has(name));
  const unused = [...declared].filter((name) => !places.has(name));
  const exposed = untrusted.filter((name) => placesIn(instructions).has(name));
  if (undeclared.length > 0) throw invalid(id, `it has places for ${undeclared.join(', ')}, which it does not declare`);
  if (unused.length > 0) throw invalid(id, `it declares ${unused.join(', ')}, and has no place for it`);
  if (exposed.length > 0) throw invalid(id, `${exposed.join(', ')} is untrusted, and stands in the instructions: move it to the question`); // prettier-ignore
};

/**
 * Reads the file of one version.
 * @throws TroupeError PROMPT_INVALID saying what is wrong with it
 */
export const readPrompt = (name: string, version: number, text: string): PromptVersion => {
  const id = `${name}@${version}`;
  const [, settings, instructions, question] = FORM.exec(text.replaceAll('\r\n', '\n')) ?? [];
  if (settings === undefined || instructions === undefined || question === undefined)
    throw invalid(id, "it has to be '---', settings, '---', instructions, '# Question' and the question");
  const { maxOutputTokens, temperature, ...names } = settingsIn(id, settings);
  const prompt: PromptVersion = {
    name,
    version,
    ...names,
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    instructions: instructions.trim(),
    question: question.trim(),
  };
  checkPlaces(id, prompt);
  return prompt;
};
