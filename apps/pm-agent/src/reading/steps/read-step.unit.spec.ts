import { describe, expect, it } from '@jest/globals';
import { readStep } from './read-step.ts';
import { isSlot, type Token } from './token.ts';

const told = (token: Token): string => {
  if (!isSlot(token)) return token.word;
  const label = token.label === undefined ? '' : `${token.label}=`;
  return `<${label}${token.form === 'bare' ? token.raw : `${token.form} ${token.raw}`}>`;
};

const read = (
  text: string,
  { cells = {}, table, pairs = false }: { cells?: Record<string, string>; table?: string[][]; pairs?: boolean } = {},
): string =>
  readStep({ kind: 'given', text, line: 1, table, docString: undefined }, (name) => cells[name], {
    pairsAreLists: pairs,
  })
    .tokens.map(told)
    .join(' ');

describe('a step', () => {
  it.each([
    ['a price of 1,000.50 EUR', 'a price of <1,000.50> EUR'],
    ['a rate of 20%, at most', 'a rate of <20%> at most'],
    ['it costs $5 on 2024-01-31 at 12:30.', 'it costs <$5> on <2024-01-31> at <12:30>'],
    ['the 3rd of A1 by ada@example.org', 'the <3rd> of <A1> by <ada@example.org>'],
    ["the customer's name is 'Ann Lee'", "the customer's name is <quoted Ann Lee>"],
    ['the text "say \\"hi\\"" and `x`', 'the text <quoted say "hi"> and <quoted x>'],
    ['it is true', 'it is <true>'],
    ["it isn't valid and cannot be", 'it is not valid and can not be'],
    ['minus 5 degrees', '<-5> degrees'],
    ['10 minus 5', '<10> minus <5>'],
    ['an empty list of numbers', 'list of numbers <empty >'],
    ['the result is empty', 'the result is <empty >'],
  ])('%p is words and values', (text, tokens) => {
    expect(read(text)).toBe(tokens);
  });

  it.each([
    ['1, 2 and 3', '<list 1, 2, 3>'],
    ['"a", "b"', '<list a, b>'],
    ['[1, 2]', '<[1, 2]>'],
    ['[[1], [2]]', '<[[1], [2]]>'],
    ['pad("7, 8", 3, [1, 2])', 'pad <quoted 7, 8> <3> <[1, 2]>'],
    ['a point (3, 4)', 'a point <list 3, 4>'],
  ])('%p has lists where commas join values', (text, tokens) => {
    expect(read(text)).toBe(tokens);
  });

  it('has two values in "2 and 3", unless pairs are lists', () => {
    expect(read('2 and 3')).toBe('<2> and <3>');
    expect(read('2 and 3', { pairs: true })).toBe('<list 2, 3>');
  });

  it('has the cells of placeholders, under their names', () => {
    const cells = { a: '1', 'the b': 'x, y', c: '"q"' };
    expect(read('<a>, <the b> and <c>', { cells })).toBe('<a=1> <the b=x, y> and <c="q">');
    expect(read('"<a>" and "Hello <a> <c>!" and [<a>, 2]', { cells })).toBe(
      '<a=quoted 1> and <quoted Hello 1 "q"!> and <a=[1, 2]>',
    );
    expect(read('<d>', { cells })).toBe('<d=<d>>');
  });

  it.each<[string, string, string[][], string]>([
    ['a list of its only column', 'some numbers:', [['1'], ['2']], 'some numbers <list 1, 2>'],
    ['a list under its header', 'the words:', [['word'], ['a'], ['b']], 'the words <words=list a, b>'],
    ['a list of its only row', 'numbers', [['1', '2']], 'numbers <list 1, 2>'],
    [
      'names and values',
      'an order',
      [
        ['price', '2'],
        ['name', 'Ann'],
      ],
      'an order <price=2> <name=Ann>',
    ],
    [
      'headers over one row',
      'a person',
      [
        ['name', 'age'],
        ['Ann', '30'],
      ],
      'a person <name=Ann> <age=30>',
    ],
    [
      'headers over several rows',
      'a cart',
      [
        ['item', 'price'],
        ['a', '1'],
        ['b', '2'],
      ],
      'a cart <item=list a, b> <price=list 1, 2>',
    ],
  ])('has a table as %s', (_what, text, table, tokens) => {
    expect(read(text, { table })).toBe(tokens);
  });
});
