import type { Signature, ValueType } from '@troupe/feature-spec';
import type { Expression } from '../expression.ts';
import { printExpression } from './print-expression.ts';
import { BINDING, helperName, settleHelperNames, within, type Helper, type Printed } from './printed.ts';

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

const helperText = (helpers: readonly Helper[]): string =>
  [...new Map(helpers.map((helper) => [helper.name, helper])).values()]
    .map(({ name, source }) => `const ${helperName(name)} = ${source};\n\n`)
    .join('');

const arrow = (head: string, body: Printed): string => {
  const text = within(body, BINDING.ternary);
  return head.length + text.length < WIDEST ? `${head} ${text};` : `${head}\n  ${text};`;
};

/** The names that functions within a text give to what they are given. */
const boundIn = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/\(([\w, ]+)\) =>/g)].flatMap(([, list = '']) => list.split(', ')));

/** A function within would hide a parameter of the same name: it is called otherwise, as nobody calls it by name. */
const parameterNames = ({ signature, body }: ProgramText): readonly string[] => {
  const names = signature.parameters.map(({ name }) => name);
  const bound = boundIn(printExpression(body, names, [signature.functionName]).text);
  const taken = new Set([...bound, ...names, signature.functionName]);
  const free = (name: string): string => (taken.has(name) ? free(`${name}Given`) : name);
  return names.map((name) => (bound.has(name) ? free(name) : name));
};

const isNested = ({ then, otherwise }: Expression & { kind: 'choice' }): boolean =>
  then.kind === 'choice' || otherwise.kind === 'choice';

/** Writes a module that exports the function: plain JavaScript with its types in a comment, and no imports. */
export const printProgram = (program: ProgramText): string => {
  const { signature, body } = program;
  const names = parameterNames(program);
  const print = (part: Expression): Printed => printExpression(part, names, [signature.functionName]);
  const { lines, helpers } = statements(body, print);
  const head = `export const ${signature.functionName} = (${names.join(', ')}) =>`;
  const settled = settleHelperNames([head, ...lines]);
  const whole = print(body);
  const short = { ...whole, text: settled(whole.text) };
  const isShort = body.kind !== 'choice' || (!isNested(body) && head.length + short.text.length < WIDEST);
  const code = isShort ? arrow(head, short) : `${head} {\n${indented(lines.map(settled)).join('\n')}\n};`;
  return `${settled(helperText(helpers))}${comment(program)}\n${code}\n`;
};
