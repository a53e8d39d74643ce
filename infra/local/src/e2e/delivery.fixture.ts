import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { ExampleFeature } from '../demo/delivery/features-folder.ts';
import type { FeatureStory } from '../demo/delivery/feature-story.ts';

type Row = readonly [given: number | string, result: number | string];

/** The repository that all of it goes to. */
export const WORKSPACE = 'shop';

/** A feature in Gherkin: an outline with one input. */
const outline = (title: string, input: string, result: string, rows: readonly Row[]): string => `
Feature: ${title}

  Scenario Outline: the ${result} of <${input}>
    Given the ${input} <${input}>
    When the ${result} is looked up
    Then the ${result} is <${result}>

    Examples:
      | ${input} | ${result} |
${rows.map(([given, wanted]) => `      | ${given} | ${wanted} |`).join('\n')}
`;

const feature = (name: string, text: string, more: Partial<ExampleFeature> = {}): ExampleFeature => ({
  name,
  workspace: WORKSPACE,
  title: /Feature: (.*)/.exec(text)?.[1] ?? name,
  feature: text,
  heldOut: [],
  answer: undefined,
  ...more,
});

const heldOut = (...rows: readonly Row[]): ExampleFeature['heldOut'] =>
  rows.map(([given, expected]) => ({ arguments: [given], expected }));

const tax = (first: Row): string =>
  outline('Gross price', 'net', 'gross', [first, [0, 0], [1, 1.2], [10, 12], [19.5, 23.4], [50, 60], [249, 298.8]]);

/** What is built at once, with examples that nobody is shown. */
export const PLAIN = feature('plain', tax([100, 120]), { heldOut: heldOut([70, 84], [1_000, 1_200]) });

const fee: readonly Row[] = [[0, 0], [1, 0.5], [2, 1], [7, 3.5], [7, 5], [10, 5], [21, 10.5]]; // prettier-ignore

/** What contradicts itself, until a person says which of two results is meant. */
export const ASKED = feature('asked', outline('Late fee', 'days', 'fee', fee), {
  heldOut: heldOut([3, 1.5], [30, 15]),
  answer: { kind: 'by-rule', answers: { 'examples-contradict': '3.5' } },
});

const noise: readonly Row[] = [[1, 841_470], [2, 909_297], [3, 141_120], [4, 756_802]]; // prettier-ignore

/** What follows no rule. */
export const HOPELESS = feature('hopeless', outline('Article number', 'shelf', 'number', noise));

const asTag = (name: string): Row => [name, name.charAt(0).toUpperCase() + name.slice(1)];
const tags: readonly Row[] = [
  ...['anna', 'bert', 'carl'].map(asTag),
  ['dora may', 'Dora May'],
  ...['emil', 'fritz', 'gerda', 'hugo'].map(asTag),
];

/** What follows a simple rule in all that its developer is shown, and another one in an example that is held out. */
export const LOOPED = feature('looped', outline('Name tag', 'name', 'tag', tags));

/** The types of a feature's events, as often as they came. */
export const typesOf = ({ events }: Pick<FeatureStory, 'events'>): readonly string[] =>
  events.map(({ type }) => type).toSorted();

/** Runs the git of the machine in the repository of the features, as a person would, and gives the lines that it prints. */
export const gitLines = (folder: string, ...args: readonly string[]): readonly string[] =>
  execFileSync('git', ['--git-dir', join(folder, `${WORKSPACE}.git`), ...args], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
