import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { TroupeError } from '@troupe/contracts';
import { z } from 'zod';
import type { Asked } from '../ask/question.ts';
import { fence, fenceNote, randomNonce } from './fence.ts';
import { fillPlaces, readPrompt, type PromptVersion } from './read-prompt.ts';

/** Prompts of one folder. */
export interface Prompts {
  /**
   * What is asked with a prompt, with its variables put in: of the version that is pinned, else of `production`.
   * @throws TroupeError PROMPT_INVALID naming every variable that is missing, or not known
   */
  render(name: string, variables: Readonly<Record<string, string>>): Asked;
  /** The version that `render` takes. @throws TroupeError PROMPT_INVALID when there is no such prompt */
  versionOf(name: string): number;
}

/** How prompts are chosen. */
export interface PromptsOptions {
  /** By name: a version, or a label. Default: the label `production`, or `latest` where nothing has that label. */
  readonly pins?: Readonly<Record<string, number | string>>;
  /** Draws what marks untrusted text. */
  readonly nonce?: () => string;
}

interface Shelf {
  readonly versions: ReadonlyMap<number, PromptVersion>;
  readonly labels: Readonly<Record<string, number>>;
}

const LATEST = 'latest';
const PRODUCTION = 'production';
const VERSION_FILE = /^([1-9]\d*)\.md$/;
const labelsFile = z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.int().min(1));

const invalid = (message: string): TroupeError => new TroupeError('PROMPT_INVALID', message);

const labelsIn = (name: string, text: string | undefined, latest: number): Readonly<Record<string, number>> => {
  const read = labelsFile.safeParse(text === undefined ? {} : JSON.parse(text));
  if (!read.success) throw invalid(`Prompt ${name}: labels.json has to give each label a version`);
  return { ...read.data, [LATEST]: latest };
};

const readShelf = (folder: URL, name: string): Shelf => {
  const at = new URL(`${name}/`, folder);
  const files = readdirSync(at);
  const numbers = files.flatMap((file) => VERSION_FILE.exec(file)?.[1] ?? []).map(Number);
  if (numbers.length === 0) throw invalid(`Prompt ${name} has no version: write ${name}/1.md`);
  const read = (file: string): string => readFileSync(new URL(file, at), 'utf8');
  const versions = new Map(numbers.map((version) => [version, readPrompt(name, version, read(`${version}.md`))]));
  const labels = labelsIn(name, files.includes('labels.json') ? read('labels.json') : undefined, Math.max(...numbers));
  for (const [label, version] of Object.entries(labels))
    if (!versions.has(version)) throw invalid(`Prompt ${name}: '${label}' is version ${version}, which does not exist`);
  return { versions, labels };
};

const choose = (name: string, shelf: Shelf, pin: number | string | undefined): PromptVersion => {
  const { versions, labels } = shelf;
  const wanted = String(pin ?? (PRODUCTION in labels ? PRODUCTION : LATEST));
  const prompt = versions.get(labels[wanted] ?? Number(wanted));
  if (prompt !== undefined) return prompt;
  const known = [...versions.keys(), ...Object.keys(labels)].join(', ');
  throw invalid(`Prompt ${name} has no version '${wanted}': it has ${known}`);
};

const checkVariables = ({ name, version, variables, untrusted }: PromptVersion, given: object): void => {
  const wanted = [...variables, ...untrusted];
  const missing = wanted.filter((variable) => !Object.hasOwn(given, variable));
  const unknown = Object.keys(given).filter((variable) => !wanted.includes(variable));
  const problems = [
    ...(missing.length > 0 ? [`${missing.join(', ')} missing`] : []),
    ...(unknown.length > 0 ? [`${unknown.join(', ')} not known`] : []),
  ];
  if (problems.length > 0) throw invalid(`Prompt ${name}@${version}: ${problems.join('; ')}`);
};

/** Of everything that was asked, fences without their nonce: the same question has the same hash. */
const hashOf = (id: string, instructions: string, text: string): string =>
  createHash('sha256')
    .update(JSON.stringify([id, instructions, text]))
    .digest('hex')
    .slice(0, 16);

const renderWith = (prompt: PromptVersion, given: Readonly<Record<string, string>>, nonce: string) => {
  const { untrusted, instructions, question } = prompt;
  const marked = (name: string): string => fence(name, given[name] ?? '', nonce);
  const values = { ...given, ...Object.fromEntries(untrusted.map((name) => [name, marked(name)])) };
  const told = fillPlaces(instructions, given);
  return {
    instructions: untrusted.length > 0 ? `${told}\n\n${fenceNote(nonce)}` : told,
    text: fillPlaces(question, values),
  };
};

const render = (prompt: PromptVersion, given: Readonly<Record<string, string>>, nonce: string): Asked => {
  checkVariables(prompt, given);
  const { name, version, maxOutputTokens, temperature } = prompt;
  const id = `${name}@${version}`;
  const unmarked = renderWith(prompt, given, 'fence');
  return {
    id,
    hash: hashOf(id, unmarked.instructions, unmarked.text),
    ...renderWith(prompt, given, nonce),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
  };
};

const folderOf = (folder: URL): URL => (folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`));

/**
 * Reads a folder of prompts: `<name>/<version>.md`, and `<name>/labels.json` with the version of each label. All of them are
 * read and checked at once, so that a mistake is found at start.
 * @throws TroupeError PROMPT_INVALID
 *
 * @example
 * const prompts = openPrompts(new URL('../prompts', import.meta.url), { pins: config.settings.prompts });
 * const prompt = prompts.render('write-feature', { title, prose });
 */
export const openPrompts = (folder: URL, { pins = {}, nonce = randomNonce }: PromptsOptions = {}): Prompts => {
  const root = folderOf(folder);
  const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const shelves = new Map(names.map(({ name }) => [name, readShelf(root, name)]));
  const find = (name: string): PromptVersion => {
    const shelf = shelves.get(name);
    if (shelf === undefined) throw invalid(`There is no prompt '${name}': there is ${[...shelves.keys()].join(', ')}`);
    return choose(name, shelf, pins[name]);
  };
  for (const name of shelves.keys()) find(name);
  return {
    render: (name, variables) => render(find(name), variables, nonce()),
    versionOf: (name) => find(name).version,
  };
};
