/** How tightly JavaScript binds, from loose to tight. */
export const BINDING = {
  arrow: 1,
  ternary: 2,
  or: 3,
  and: 4,
  equality: 8,
  relational: 9,
  additive: 11,
  multiplicative: 12,
  exponent: 13,
  unary: 14,
  member: 17,
  atom: 18,
} as const;

/** A piece of JavaScript. */
export interface Printed {
  readonly text: string;
  /** One of BINDING. */
  readonly binding: number;
  /** Functions that the module has to declare for it. */
  readonly helpers?: readonly Helper[];
  /** The parts of a function of an item, for operators that write it in their own way. */
  readonly lambda?: { readonly parameters: readonly string[]; readonly body: Printed };
}

/** A function beside the one that is exported. */
export interface Helper {
  readonly name: string;
  /** An arrow function. */
  readonly source: string;
}

/** Stands before the name of a helper until all other names are known. Strings are printed escaped: no other text has it. */
const MARK = '\u0000';

/** How a helper is named in source until its name is settled. */
export const helperName = (name: string): string => `${MARK}${name}`;

const MARKED = new RegExp(`${MARK}(\\w+)`, 'g');
const OTHER_NAMES = new RegExp(`(?<![${MARK}\\w])[A-Za-z]\\w*`, 'g');

/** Settles the names of helpers in a text, so that none is the name of anything else in these. */
export const settleHelperNames = (texts: readonly string[]): ((text: string) => string) => {
  const taken = new Set(texts.flatMap((text) => text.match(OTHER_NAMES) ?? []));
  const free = (name: string): string => (taken.has(name) ? free(`${name}Of`) : name);
  return (text) => text.replace(MARKED, (_marked, name: string) => free(name));
};

/** Writes an operator applied to its operands. */
export type Printer = (operands: readonly (Printed | undefined)[]) => Printed;

/** In parentheses when it binds less tightly than its place asks for. */
export const within = (printed: Printed | undefined, binding: number): string => {
  if (printed === undefined) return '';
  return printed.binding < binding ? `(${printed.text})` : printed.text;
};

/** Text that binds like a call or a member. */
export const member = (text: string): Printed => ({ text, binding: BINDING.member });

const listed = (operands: readonly (Printed | undefined)[]): string =>
  operands.map((operand) => within(operand, BINDING.arrow)).join(', ');

/** Between its operands. */
export const infix =
  (symbol: string, binding: number): Printer =>
  ([left, right]) => ({ text: `${within(left, binding)} ${symbol} ${within(right, binding + 1)}`, binding });

/** A function that is called with all operands. */
export const call =
  (name: string): Printer =>
  (operands) =>
    member(`${name}(${listed(operands)})`);

/** A method of the first operand, called with the others. */
export const method =
  (name: string): Printer =>
  ([self, ...others]) =>
    member(`${within(self, BINDING.member)}.${name}(${listed(others)})`);

/** Text with the operands at $1, $2, $3, in parentheses unless they bind like a member, or at #1 as they are. */
export const pattern =
  (text: string, binding: number = BINDING.member): Printer =>
  (operands) => ({
    text: text.replace(/([$#])(\d)/g, (_, sign: string, place: string) =>
      within(operands[Number(place) - 1], sign === '$' ? BINDING.member : BINDING.arrow),
    ),
    binding,
  });

const isName = (printed: Printed | undefined): boolean => /^[A-Za-z]\w*$/.test(printed?.text ?? '');

/** Inline where the operands are names, else by a function of its own, so that nothing is computed twice. */
export const inlineOrHelper =
  (name: string, parameters: readonly string[], inline: Printer): Printer =>
  (operands) => {
    if (operands.every(isName)) return inline(operands);
    const own = parameters.map((text) => ({ text, binding: BINDING.atom }));
    const helper = { name, source: `(${parameters.join(', ')}) => ${inline(own).text}` };
    return { ...member(`${helperName(name)}(${listed(operands)})`), helpers: [helper] };
  };
