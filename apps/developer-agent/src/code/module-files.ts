import { callText, renderValue, type Example, type Signature } from '@troupe/feature-spec';
import type { WorkspaceFile } from '@troupe/workspace';
import type { VisibleSpec } from '../authors/code-author.ts';
import { oneLine } from './one-line.ts';

/** A module, and who wrote it. */
export interface ModuleOptions {
  readonly spec: VisibleSpec;
  readonly examples: readonly Example[];
  readonly source: string;
  readonly author: string;
  readonly conversationId: string;
}

const LONGEST = 200;

/** Where the module of a feature lies, from the root of its workspace. */
export const modulePath = ({ moduleName }: Pick<VisibleSpec, 'moduleName'>): string => `src/${moduleName}.js`;

const headOf = ({ author, conversationId }: ModuleOptions): string =>
  `// Written by ${oneLine(author, LONGEST)}, in conversation ${oneLine(conversationId, LONGEST)}.\n`;

/** What an author wrote of a module as it was committed. */
export const withoutHead = (text: string): string => text.replace(/^\/\/ Written by .*\n\n?/, '');

/** The module as it is committed, from what its author wrote. */
export const moduleText = (options: ModuleOptions): string => `${headOf(options)}\n${options.source}`;

/** Decimal fractions are no binary ones: a billionth more or less is the same. */
const NEAR = `
const near = (expected, actual) => {
  if (Array.isArray(expected))
    return actual.length === expected.length && expected.every((each, index) => near(each, actual[index]));
  if (Number.isInteger(expected) && Number.isInteger(actual)) return expected === actual;
  return Math.abs(expected - actual) <= 1e-9 * Math.max(Math.abs(expected), Math.abs(actual));
};
`;

/** Names that the tests use themselves. */
const OWN_NAMES: readonly string[] = ['actual', 'assert', 'near', 'test'];

/** What the tests call the function. */
const calledIn = (functionName: string): string =>
  OWN_NAMES.includes(functionName) ? `${functionName}Itself` : functionName;

const isNumeric = ({ returns }: Signature): boolean => returns.includes('number');

const assertion = (signature: Signature, example: Example): string => {
  const call = callText({ functionName: calledIn(signature.functionName) }, example);
  const wanted = renderValue(example.expected);
  return isNumeric(signature)
    ? `const actual = ${call};\n  assert.ok(near(${wanted}, actual), \`expected ${wanted}, got \${actual}\`);`
    : `assert.deepEqual(${call}, ${wanted});`;
};

const testOf = (signature: Signature, example: Example): string =>
  `test(${JSON.stringify(oneLine(example.name, LONGEST))}, () => {\n  ${assertion(signature, example)}\n});\n`;

const importOf = ({ signature: { functionName }, moduleName }: VisibleSpec): string => {
  const called = calledIn(functionName);
  const names = called === functionName ? functionName : `${functionName} as ${called}`;
  return `import { ${names} } from './${moduleName}.js';\n`;
};

/** The tests of a module, one for each example that its author knew: they run with nothing but Node. */
export const testText = (options: ModuleOptions): string => {
  const { spec, examples } = options;
  const imports = `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n${importOf(spec)}`;
  const near = isNumeric(spec.signature) ? NEAR : '';
  const tests = examples.map((example) => testOf(spec.signature, example)).join('\n');
  return `${headOf(options)}\n${imports}${near}\n${tests}`;
};

/** What is committed for a feature: the module, and its tests beside it. */
export const moduleFiles = (options: ModuleOptions): readonly WorkspaceFile[] => [
  { path: modulePath(options.spec), content: moduleText(options) },
  { path: modulePath(options.spec).replace(/\.js$/, '.test.js'), content: testText(options) },
];
