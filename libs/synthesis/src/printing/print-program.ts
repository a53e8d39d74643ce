import type { Signature, ValueType } from '@troupe/feature-spec';
import type { Expression } from '../expression.ts';
import { printExpression } from './print-expression.ts';
import { BINDING, within, type Helper, type Printed } from './printed.ts';

/** What a module is written from. */
export interface ProgramText {
  readonly signature: Signature;
  readonly body: Expression;
  /** The first line of its comment, such as the title of the feature. */
  readonly description?: string;
}

const WIDEST = 110;

const jsType = (type: ValueType): string => type.replace(/^list<(.*)>$/, '$1[]');

/** A comment cannot hold its own end. */
const commentLine = (text: string): string => ` * ${text.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim()}`;

const comment = ({ signature: { parameters, returns }, description }: ProgramText): string =>
  [
    '/**',
    ...(description ? [commentLine(description)] : []),
    ...parameters.map(({ name, type }) => ` * @param {${jsType(type)}} ${name}`),
    ` * @returns {${jsType(returns)}}`,
    ' */',
  ].join('\n');

interface Statements {
  readonly lines: readonly string[];
  readonly helpers: readonly Helper[];
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** Decisions in turn: each leaves as soon as it is taken. */
const statements = (body: Expression, print: (part: Expression) => Printed): Statements => {
  if (body.kind !== 'choice') {
    const last = print(body);
    return { lines: [`return ${last.text};`], helpers: last.helpers ?? [] };
  }
  const condition = print(body.condition);
  const [then, rest] = [statements(body.then, print), statements(body.otherwise, print)];
  const [first = ''] = then.lines;
  const taken =
    then.lines.length === 1
      ? [`if (${condition.text}) ${first}`]
      : [`if (${condition.text}) {`, ...indented(then.lines), '}'];
  return {
    lines: [...taken, ...rest.lines],
    helpers: [...(condition.helpers ?? []), ...then.helpers, ...rest.helpers],
  };
};

const helperLines = (helpers: readonly Helper[]): readonly string[] =>
  [...new Map(helpers.map((helper) => [helper.name, helper])).values()].map(
    ({ name, source }) => `const ${name} = ${source};\n\n`,
  );

const arrow = (head: string, body: Printed): string => {
  const text = within(body, BINDING.ternary);
  return head.length + text.length < WIDEST ? `${head} ${text};` : `${head}\n  ${text};`;
};

/** A helper is called something else when the function or a parameter has its name. */
const renamed = (printed: string, helpers: readonly Helper[], taken: readonly string[]): string =>
  helpers
    .filter(({ name }) => taken.includes(name))
    .reduce((text, { name }) => text.replace(new RegExp(`\\b${name}\\(`, 'g'), `${name}Of(`), printed);

const isNested = ({ then, otherwise }: Expression & { kind: 'choice' }): boolean =>
  then.kind === 'choice' || otherwise.kind === 'choice';

/** Writes a module that exports the function: plain JavaScript with its types in a comment, and no imports. */
export const printProgram = (program: ProgramText): string => {
  const { signature, body } = program;
  const names = signature.parameters.map(({ name }) => name);
  const taken = [...names, signature.functionName];
  const print = (part: Expression): Printed => printExpression(part, names, [signature.functionName]);
  const whole = print(body);
  const head = `export const ${signature.functionName} = (${names.join(', ')}) =>`;
  const isShort = body.kind !== 'choice' || (!isNested(body) && head.length + whole.text.length < WIDEST);
  const { lines, helpers } = statements(body, print);
  const code = isShort ? arrow(head, whole) : `${head} {\n${indented(lines).join('\n')}\n};`;
  const own = helpers.map(({ name, source }) => ({ name: taken.includes(name) ? `${name}Of` : name, source }));
  return `${helperLines(own).join('')}${comment(program)}\n${renamed(code, helpers, taken)}\n`;
};
