import type { Value } from '@troupe/feature-spec';
import { slotsOf, type Expression } from '../expression.ts';
import { printLambda } from '../operators/lambdas.ts';
import { namesInside, type Names } from './names.ts';
import { printText } from './print-text.ts';
import { BINDING, within, type Helper, type Printed } from './printed.ts';

/** A string as it stands in source. */
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;

const printNumber = (value: number): Printed => {
  if (value === Math.PI) return { text: 'Math.PI', binding: BINDING.member };
  // A number is no object to call a method of: 5.toFixed is a mistake.
  return { text: String(value), binding: value < 0 ? BINDING.unary : BINDING.unary + 1 };
};

const printValue = (value: Value): Printed => {
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'string') return { text: quoted(value), binding: BINDING.atom };
  if (typeof value === 'boolean') return { text: String(value), binding: BINDING.atom };
  return { text: `[${value.map((item) => printValue(item).text).join(', ')}]`, binding: BINDING.atom };
};

const printChoice = (
  { condition, then, otherwise }: Expression & { kind: 'choice' },
  names: Names,
  taken: readonly string[],
): Printed => {
  const [test, yes, no] = [condition, then, otherwise].map((part) => printExpression(part, names, taken));
  return {
    text: `${within(test, BINDING.ternary + 1)} ? ${within(yes, BINDING.ternary)} : ${within(no, BINDING.ternary)}`,
    binding: BINDING.ternary,
    helpers: [test, yes, no].flatMap((part) => part?.helpers ?? []),
  };
};

const printOperand = (
  operand: Expression,
  list: Expression | undefined,
  names: Names,
  taken: readonly string[],
): Printed => {
  if (operand.kind !== 'lambda') return printExpression(operand, names, taken);
  const inner = namesInside(list, names, taken);
  const isPlaceRead = slotsOf(operand.body).has(operand.slot + 1);
  const body = printExpression(operand.body, inner, taken);
  const parameters = inner.slice(operand.slot, operand.slot + (isPlaceRead ? 2 : 1));
  return { ...printLambda(parameters, body), helpers: body.helpers ?? [] };
};

const printCall = (call: Expression & { kind: 'call' }, names: Names, taken: readonly string[]): Printed => {
  const operands = call.operands.map((operand) => printOperand(operand, call.operands[0], names, taken));
  const printed = call.operator.print(operands);
  const helpers: readonly Helper[] = [
    ...operands.flatMap((operand) => operand.helpers ?? []),
    ...(printed.helpers ?? []),
  ];
  return { ...printed, helpers };
};

/** Writes an expression. `names` are those of the variables by slot, `taken` what else must not be hidden. */
export const printExpression = (expression: Expression, names: Names, taken: readonly string[]): Printed => {
  switch (expression.kind) {
    case 'variable':
      return { text: names[expression.slot] ?? 'unknown', binding: BINDING.atom };
    case 'constant':
      return printValue(expression.value);
    case 'choice':
      return printChoice(expression, names, taken);
    case 'lambda':
      return printOperand(expression, undefined, names, taken);
    case 'call':
      return (
        printText(expression, (part) => printExpression(part, names, taken)) ?? printCall(expression, names, taken)
      );
  }
};
