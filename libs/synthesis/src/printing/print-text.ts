import type { Expression } from '../expression.ts';
import { BINDING, type Printed } from './printed.ts';

type Print = (part: Expression) => Printed;

const isConcat = (expression: Expression): expression is Expression & { kind: 'call' } =>
  expression.kind === 'call' && expression.operator.name === 'concat';

const pieces = (expression: Expression): readonly Expression[] =>
  isConcat(expression) ? expression.operands.flatMap(pieces) : [expression];

const escaped = (text: string): string =>
  JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('`', '\\`').replaceAll('${', '\\${');

/** A number is written out by the template itself. */
const unwrapped = (expression: Expression): Expression =>
  expression.kind === 'call' && expression.operator.name === 'toText'
    ? (expression.operands[0] ?? expression)
    : expression;

/** Strings that are put together, as one template; undefined for every other expression. */
export const printText = (expression: Expression, print: Print): Printed | undefined => {
  if (!isConcat(expression)) return undefined;
  const printed = pieces(expression).map((piece) =>
    piece.kind === 'constant'
      ? { text: escaped(String(piece.value)), isFixed: true }
      : { ...print(unwrapped(piece)), isFixed: false },
  );
  const text = printed.map((piece) => (piece.isFixed ? piece.text : `\${${piece.text}}`)).join('');
  const helpers = printed.flatMap((piece) => ('helpers' in piece ? (piece.helpers ?? []) : []));
  return { text: `\`${text}\``, binding: BINDING.atom, helpers };
};
