import { target, type Target } from './target.fixture.ts';

const sum = (items: readonly number[]): number => items.reduce((total, item) => total + item, 0);

/** Rules about lists. */
export const LISTS: readonly Target[] = [
  target('sumOfEvens', {
    parameters: { numbers: 'list<number>' },
    returns: 'number',
    hints: ['Sum of the even numbers'],
    does: (numbers: number[]) => sum(numbers.filter((n) => n % 2 === 0)),
    seen: [[[1, 2, 3, 4]], [[5, 7]], [[10, 20, 3]], [[]]],
    heldOut: [[[8, 9, 10]], [[2]]],
  }),
  target('uniqueSorted', {
    parameters: { numbers: 'list<number>' },
    returns: 'list<number>',
    hints: ['Unique numbers in ascending order'],
    does: (numbers: number[]) => [...new Set(numbers)].sort((a, b) => a - b),
    seen: [[[3, 1, 3, 2]], [[5, 5]], [[10, 9, 100]]],
    heldOut: [[[20, 3, 20, 100, 1]], [[]]],
  }),
  target('squares', {
    parameters: { numbers: 'list<number>' },
    returns: 'list<number>',
    hints: ['Squares of a list'],
    does: (numbers: number[]) => numbers.map((n) => n * n),
    seen: [[[1, 2, 3]], [[0, -4]], [[]]],
    heldOut: [[[7, 10]]],
  }),
  target('greaterThan', {
    parameters: { numbers: 'list<number>', limit: 'number' },
    returns: 'list<number>',
    hints: ['Only the numbers greater than a limit'],
    does: (numbers: number[], limit: number) => numbers.filter((n) => n > limit),
    seen: [
      [[1, 5, 10], 4],
      [[3, 3, 4], 3],
      [[8, 2], 10],
    ],
    heldOut: [
      [[7, 7, 8], 7],
      [[1], 0],
    ],
  }),
  target('topScores', {
    parameters: { scores: 'list<number>', count: 'number' },
    returns: 'list<number>',
    hints: ['Top scores', 'the highest first'],
    does: (scores: number[], count: number) => [...scores].sort((a, b) => b - a).slice(0, count),
    seen: [
      [[4, 8, 2, 6, 1], 2],
      [[7, 7, 3], 2],
      [[90, 20, 60], 1],
      [[10, 50, 30], 2],
      [[5], 1],
      [[1, 2, 3, 4], 3],
    ],
    heldOut: [
      [[9, 100, 20], 1],
      [[3, 1], 2],
    ],
  }),
  target('averageScore', {
    parameters: { scores: 'list<number>' },
    returns: 'number',
    hints: ['Average score', 'rounded to two decimals', 'nothing is 0'],
    does: (scores: number[]) => (scores.length === 0 ? 0 : Math.round((sum(scores) / scores.length) * 100) / 100),
    seen: [
      [[15, 22, 10]],
      [[7, 8, 9, 9]],
      [[3, 4]],
      [[100, 99, 99]],
      [[1, 1, 2, 2, 2, 2]],
      [[10, 20]],
      [[1, 2, 2]],
      [[]],
      [[5]],
    ],
    heldOut: [[[1, 1, 2]], [[90, 85, 77]]],
  }),
  target('secondLargest', {
    parameters: { numbers: 'list<number>' },
    returns: 'number',
    hints: ['Second largest number'],
    does: (numbers: number[]) => [...numbers].sort((a, b) => b - a)[1] ?? 0,
    seen: [[[7, 3, 9, 8]], [[2, 6, 1]], [[20, 5, 30, 10]], [[4, 2, 5]], [[1, 5, 3]], [[10, 9]], [[4, 8, 2, 6]]],
    heldOut: [[[100, 50, 75]], [[1, 2]]],
  }),
  target('joinNames', {
    parameters: { names: 'list<string>' },
    returns: 'string',
    hints: ['Join names with and'],
    does: (names: string[]) =>
      names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`,
    seen: [
      [['Ida']],
      [['Max', 'Eva']],
      [['Tom', 'Kim', 'Lea']],
      [['Jo']],
      [['A', 'B', 'C', 'D', 'E']],
      [['Uwe']],
      [['Bo', 'Cy']],
      [['Ann']],
      [['Ann', 'Bob']],
      [['Ann', 'Bob', 'Cem']],
      [['X', 'Y', 'Z', 'W']],
    ],
    heldOut: [[['A', 'B']], [['P', 'Q', 'R']], [['Solo']]],
  }),
  target('csvTotal', {
    parameters: { line: 'string' },
    returns: 'number',
    hints: ['Total of a line of comma separated numbers'],
    does: (line: string) => sum(line.split(',').map(Number)),
    seen: [['1,2,3'], ['10'], ['5,5']],
    heldOut: [['7,8,9,10'], ['100,1']],
  }),
  target('longestWord', {
    parameters: { words: 'list<string>' },
    returns: 'string',
    hints: ['Longest word'],
    does: (words: string[]) => words.reduce((best, word) => (word.length > best.length ? word : best)),
    seen: [[['a', 'abc', 'ab']], [['hello', 'hi']], [['x', 'yy', 'zz']]],
    heldOut: [[['cat', 'horse', 'dog']], [['one']]],
  }),
  target('shout', {
    parameters: { words: 'list<string>' },
    returns: 'list<string>',
    hints: ['Shout', 'every word in upper case with an exclamation mark'],
    does: (words: string[]) => words.map((word) => `${word.toUpperCase()}!`),
    seen: [[['hi', 'you']], [['stop']], [['a', 'b', 'c']]],
    heldOut: [[['hello', 'there']]],
  }),
  target('runningTotal', {
    parameters: { amounts: 'list<number>' },
    returns: 'list<number>',
    hints: ['Running total of amounts'],
    does: (amounts: number[]) => amounts.map((_, index) => sum(amounts.slice(0, index + 1))),
    seen: [[[1, 2, 3]], [[10, -5]], [[4]]],
    heldOut: [[[5, 5, 5, 5]]],
  }),
  target('commonItems', {
    parameters: { one: 'list<string>', other: 'list<string>' },
    returns: 'list<string>',
    hints: ['Items that both lists contain'],
    does: (one: string[], other: string[]) => one.filter((item) => other.includes(item)),
    seen: [
      [
        ['z', 'a', 'm'],
        ['m', 'z'],
      ],
      [
        ['b', 'a'],
        ['a', 'b', 'c'],
      ],
      [['k', 'h'], ['h']],
      [
        ['a', 'b', 'c'],
        ['b', 'c', 'd'],
      ],
      [['x'], ['y']],
      [
        ['p', 'q'],
        ['q', 'p'],
      ],
    ],
    heldOut: [
      [['m', 'n'], ['n']],
      [['a'], ['a', 'b']],
    ],
  }),
  target('countAbove', {
    parameters: { values: 'list<number>', threshold: 'number' },
    returns: 'number',
    hints: ['How many values are above the threshold'],
    does: (values: number[], threshold: number) => values.filter((value) => value > threshold).length,
    seen: [
      [[9, 1, 7, 2], 6],
      [[5, 6, 7], 3],
      [[4, 4], 1],
      [[2, 9, 2], 2],
      [[1, 5, 10], 4],
      [[3, 3, 4], 3],
      [[8, 2], 10],
    ],
    heldOut: [
      [[7, 7, 8], 7],
      [[1, 2, 3], 0],
    ],
  }),
  target('fizzBuzzList', {
    parameters: { count: 'number' },
    returns: 'list<string>',
    hints: ['FizzBuzz up to a number', 'multiples of 3 are Fizz, of 5 Buzz, of both FizzBuzz'],
    does: (count: number) =>
      Array.from({ length: count }, (_, i) =>
        (i + 1) % 15 === 0 ? 'FizzBuzz' : (i + 1) % 3 === 0 ? 'Fizz' : (i + 1) % 5 === 0 ? 'Buzz' : String(i + 1),
      ),
    seen: [[5], [15], [1]],
    heldOut: [[31]],
  }),
  target('median', {
    parameters: { numbers: 'list<number>' },
    returns: 'number',
    hints: ['Median'],
    does: (numbers: number[]) => {
      const s = [...numbers].sort((a, b) => a - b);
      return ((s[Math.floor((s.length - 1) / 2)] ?? 0) + (s[Math.ceil((s.length - 1) / 2)] ?? 0)) / 2;
    },
    seen: [[[3, 10, 3]], [[8, 1, 6, 20]], [[7, 2, 9, 4, 1]], [[5, 5, 1]], [[3, 1, 2]], [[4, 1, 3, 2]], [[10, 2]]],
    heldOut: [[[9, 7, 1]], [[5]]],
  }),
  target('spread', {
    parameters: { values: 'list<number>' },
    returns: 'number',
    hints: ['Spread', 'the largest minus the smallest'],
    does: (values: number[]) => Math.max(...values) - Math.min(...values),
    seen: [[[1, 5, 3]], [[10, 10]], [[-2, 4]]],
    heldOut: [[[8, 2, 9]], [[7]]],
  }),
  target('discountPrices', {
    parameters: { prices: 'list<number>', percent: 'number' },
    returns: 'list<number>',
    hints: ['Discounted prices', 'each price less the percent'],
    does: (prices: number[], percent: number) => prices.map((price) => price - (price * percent) / 100),
    seen: [
      [[100, 50], 10],
      [[20], 50],
      [[30, 60], 20],
    ],
    heldOut: [[[80, 40], 25]],
  }),
  target('longWords', {
    parameters: { words: 'list<string>' },
    returns: 'list<string>',
    hints: ['Words of more than 4 letters'],
    does: (words: string[]) => words.filter((word) => word.length > 4),
    seen: [[['apple', 'fig', 'banana', 'kiwi']], [['plum']], [['grape', 'pear', 'melon']]],
    heldOut: [[['cherry', 'date', 'lemon']]],
  }),
  target('addLists', {
    parameters: { one: 'list<number>', other: 'list<number>' },
    returns: 'list<number>',
    hints: ['Adds two lists item by item'],
    does: (one: number[], other: number[]) => one.map((item, index) => item + (other[index] ?? 0)),
    seen: [
      [
        [4, 4],
        [1, 0],
      ],
      [[7], [2]],
      [
        [1, 5, 2],
        [3, 3, 3],
      ],
      [
        [1, 2],
        [3, 4],
      ],
      [[5], [5]],
      [
        [0, 1, 2],
        [9, 8, 7],
      ],
    ],
    heldOut: [
      [
        [2, 2, 2],
        [3, 4, 5],
      ],
    ],
  }),
];
