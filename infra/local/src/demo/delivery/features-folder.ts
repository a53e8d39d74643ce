import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { stackError } from '../../stack-error.ts';

const value = z.union([z.number(), z.string(), z.boolean()]);
const values = z.union([value, z.array(value)]);
const heldOutFile = z.object({ examples: z.array(z.object({ arguments: z.array(values), expected: values })).min(1) });
const answersFile = z.record(z.string(), z.string());

/** An example that no agent is ever shown. */
export type HeldOutExample = z.infer<typeof heldOutFile>['examples'][number];

/** What a person answers to questions about a feature: by the rule that asks, or with the feature rewritten. */
export type FeatureAnswer =
  | { readonly kind: 'by-rule'; readonly answers: Readonly<Record<string, string>> }
  | { readonly kind: 'rewritten'; readonly feature: string };

/** A feature of the examples, with what belongs to it. */
export interface ExampleFeature {
  readonly name: string;
  /** The folder that it is in: the repository that its code goes to. */
  readonly workspace: string;
  readonly title: string;
  /** In Gherkin. */
  readonly feature: string;
  readonly heldOut: readonly HeldOutExample[];
  /** Undefined when nobody answers. */
  readonly answer: FeatureAnswer | undefined;
}

const ENDING = '.feature';

/** Folders beside those of the workspaces. */
const BESIDE: ReadonlySet<string> = new Set(['answers', 'held-out']);

const parsed = <Content>(schema: z.ZodType<Content>, file: string): Content => {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const answerTo = (folder: string, name: string): FeatureAnswer | undefined => {
  const [rewritten, byRule] = [join(folder, 'answers', name + ENDING), join(folder, 'answers', `${name}.json`)];
  if (existsSync(rewritten)) return { kind: 'rewritten', feature: readFileSync(rewritten, 'utf8') };
  return existsSync(byRule) ? { kind: 'by-rule', answers: parsed(answersFile, byRule) } : undefined;
};

const readFeature = (folder: string, workspace: string, file: string): ExampleFeature => {
  const feature = readFileSync(join(folder, workspace, file), 'utf8');
  const name = basename(file, ENDING);
  const heldOut = join(folder, 'held-out', `${name}.json`);
  return {
    name,
    workspace,
    title: /^\s*Feature:\s*(\S.*?)\s*$/m.exec(feature)?.[1] ?? name,
    feature,
    heldOut: existsSync(heldOut) ? parsed(heldOutFile, heldOut).examples : [],
    answer: answerTo(folder, name),
  };
};

/** Reads the features of a folder: `<workspace>/<name>.feature`, by name. @throws Error naming the file */
export const readFeatures = (folder: string): readonly ExampleFeature[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !BESIDE.has(entry.name))
    .flatMap(({ name: workspace }) =>
      readdirSync(join(folder, workspace))
        .filter((file) => file.endsWith(ENDING))
        .map((file) => readFeature(folder, workspace, file)),
    )
    .toSorted((one, other) => one.name.localeCompare(other.name));

/** Which features are meant. */
export interface FeatureChoice {
  /** The folder that they are in. */
  readonly features: string;
  /** By name; empty: all. */
  readonly only: readonly string[];
}

/** Reads the features of a folder that are meant. @throws STACK_FAILED naming those that are not there · Error as `readFeatures` */
export const chosenFeatures = ({ features, only }: FeatureChoice): readonly ExampleFeature[] => {
  if (!existsSync(features))
    throw stackError(`There is no folder ${features}`, 'see `npm run demo:delivery -- --help`');
  const all = readFeatures(features);
  const unknown = only.filter((name) => !all.some((feature) => feature.name === name));
  if (unknown.length > 0)
    throw stackError(`There is no feature ${unknown.join(', ')} in ${features}`, 'see its folders');
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
};
