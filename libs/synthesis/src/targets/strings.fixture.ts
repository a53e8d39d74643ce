import { target, type Target } from './target.fixture.ts';

const reversed = (text: string): string => Array.from(text).reverse().join('');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Rules about strings. */
export const STRINGS: readonly Target[] = [
  target('slug', {
    parameters: { title: 'string' },
    returns: 'string',
    hints: ['Slug of a title', 'lower case words, joined by hyphens'],
    does: (title: string) => title.toLowerCase().trim().split(/\s+/).join('-'),
    seen: [['Hello World'], ['My First Post'], ['TypeScript']],
    heldOut: [['The Quick Brown Fox'], ['News']],
  }),
  target('cleanSlug', {
    parameters: { title: 'string' },
    returns: 'string',
    hints: ['Slug without punctuation', 'words in lower case, joined by hyphens'],
    does: (title: string) => (title.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-'),
    seen: [['Hello, World!'], ['  My First Post '], ['C# in 10 Days?']],
    heldOut: [['What is new?'], ['A & B: the end']],
  }),
  target('initials', {
    parameters: { name: 'string' },
    returns: 'string',
    hints: ['Initials of a name', 'upper case'],
    does: (name: string) =>
      name
        .split(' ')
        .map((word) => word.charAt(0).toUpperCase())
        .join(''),
    seen: [['Ada Lovelace'], ['grace brewster hopper'], ['Plato']],
    heldOut: [['alan turing'], ['John von Neumann']],
  }),
  target('reverseWords', {
    parameters: { sentence: 'string' },
    returns: 'string',
    hints: ['Reverse the words of a sentence'],
    does: (sentence: string) => sentence.split(' ').reverse().join(' '),
    seen: [['hello world'], ['one two three'], ['alone']],
    heldOut: [['the quick brown fox'], ['a b']],
  }),
  target('isPalindrome', {
    parameters: { text: 'string' },
    returns: 'boolean',
    hints: ['Palindrome', 'reads the same backwards, whatever the case, spaces and punctuation'],
    does: (text: string) => {
      const letters = text.toLowerCase().replace(/[^a-z0-9]/g, '');
      return letters === reversed(letters);
    },
    seen: [['Anna'], ['hello'], ['A man, a plan, a canal: Panama'], ['Not a palindrome'], ['racecar']],
    heldOut: [['No lemon, no melon'], ['abc'], ['Was it a car']],
  }),
  target('countVowels', {
    parameters: { text: 'string' },
    returns: 'number',
    hints: ['Count the vowels in a text'],
    does: (text: string) => (text.match(/[aeiou]/gi) ?? []).length,
    seen: [['hello'], ['sky'], ['AEIOU'], ['programming language']],
    heldOut: [['banana'], ['Ohio'], ['']],
  }),
  target('truncate', {
    parameters: { text: 'string', limit: 'number' },
    returns: 'string',
    hints: ['Truncate a text', 'a text longer than the limit is cut and ends with three dots'],
    does: (text: string, limit: number) => (text.length > limit ? `${text.slice(0, limit)}...` : text),
    seen: [
      ['hello world', 5],
      ['short', 10],
      ['exact', 5],
      ['programming', 7],
    ],
    heldOut: [
      ['truncate me', 8],
      ['ok', 2],
      ['abc', 1],
    ],
  }),
  target('pluralise', {
    parameters: { count: 'number', noun: 'string' },
    returns: 'string',
    hints: ['Count with its noun', 'one item, two items'],
    does: (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`,
    seen: [
      [1, 'item'],
      [2, 'item'],
      [0, 'apple'],
      [1, 'car'],
      [5, 'dog'],
    ],
    heldOut: [
      [3, 'cat'],
      [1, 'hat'],
      [10, 'tree'],
    ],
  }),
  target('greeting', {
    parameters: { name: 'string' },
    returns: 'string',
    hints: ['Greeting', 'greets by name'],
    does: (name: string) => `Hello, ${name}!`,
    seen: [['Ann'], ['Bob']],
    heldOut: [['Christine'], ['X']],
  }),
  target('fullName', {
    parameters: { first: 'string', last: 'string' },
    returns: 'string',
    hints: ['Full name', 'last name in upper case, then the first name'],
    does: (first: string, last: string) => `${last.toUpperCase()}, ${first}`,
    seen: [
      ['Ada', 'Lovelace'],
      ['Grace', 'Hopper'],
    ],
    heldOut: [['Alan', 'Turing']],
  }),
  target('titleCase', {
    parameters: { sentence: 'string' },
    returns: 'string',
    hints: ['Title case', 'the first letter of each word is a capital'],
    does: (sentence: string) => sentence.split(' ').map(capital).join(' '),
    seen: [['hello world'], ['the old man and the sea'], ['word']],
    heldOut: [['a tale of two cities'], ['x y']],
  }),
  target('isStrongPassword', {
    parameters: { password: 'string' },
    returns: 'boolean',
    hints: ['Strong password', 'at least 8 characters, with a digit and an upper case letter'],
    does: (p: string) => p.length >= 8 && /\d/.test(p) && /[A-Z]/.test(p),
    seen: [['Secret123'], ['secret123'], ['Sec1'], ['SecretSecret'], ['Passw0rdLong'], ['12345678'], ['Ab345678']],
    heldOut: [['Hello2World'], ['hello2world'], ['HelloWorld'], ['He1']],
  }),
  target('maskCard', {
    parameters: { number: 'string' },
    returns: 'string',
    hints: ['Mask a card number', 'all but the last 4 digits are stars'],
    does: (n: string) => n.slice(-4).padStart(n.length, '*'),
    seen: [['1234567812345678'], ['12345678'], ['4111111111111']],
    heldOut: [['999988887777'], ['123456']],
  }),
  target('emailDomain', {
    parameters: { email: 'string' },
    returns: 'string',
    hints: ['Domain of an email address', 'in lower case'],
    does: (email: string) => (email.split('@')[1] ?? '').toLowerCase(),
    seen: [['ann@example.com'], ['Bob@Mail.ORG'], ['x@y.de']],
    heldOut: [['a.b@sub.Domain.net']],
  }),
  target('fileExtension', {
    parameters: { path: 'string' },
    returns: 'string',
    hints: ['Extension of a file'],
    does: (path: string) => path.split('.').at(-1) ?? '',
    seen: [['a.txt'], ['archive.tar.gz'], ['photo.JPG']],
    heldOut: [['x.y.z'], ['index.html']],
  }),
  target('isAnagram', {
    parameters: { one: 'string', other: 'string' },
    returns: 'boolean',
    hints: ['Anagram', 'whether two words have the same letters'],
    does: (a: string, b: string) => Array.from(a).sort().join('') === Array.from(b).sort().join(''),
    seen: [
      ['listen', 'silent'],
      ['abc', 'abd'],
      ['tea', 'eat'],
      ['aab', 'abb'],
      ['same', 'same'],
    ],
    heldOut: [
      ['night', 'thing'],
      ['foo', 'bar'],
      ['abcd', 'abc'],
    ],
  }),
  target('wordCount', {
    parameters: { text: 'string' },
    returns: 'number',
    hints: ['Number of words'],
    does: (text: string) => text.split(/\s+/).filter(Boolean).length,
    seen: [['one two'], ['  spaced   out text '], [''], ['single']],
    heldOut: [['a b c d'], [' x ']],
  }),
  target('repeatText', {
    parameters: { text: 'string', times: 'number' },
    returns: 'string',
    hints: ['Repeat a text', 'separated by commas'],
    does: (text: string, times: number) => Array.from({ length: times }, () => text).join(','),
    seen: [
      ['ab', 3],
      ['x', 1],
      ['no', 2],
    ],
    heldOut: [['q', 4]],
  }),
  target('priceLabel', {
    parameters: { amount: 'number' },
    returns: 'string',
    hints: ['Price label', 'with two decimals and the euro sign'],
    does: (amount: number) => `€${amount.toFixed(2)}`,
    seen: [[5], [12.5], [0.99]],
    heldOut: [[100], [3.456]],
  }),
];
