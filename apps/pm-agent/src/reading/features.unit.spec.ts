import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callsOf, signatureText, specOfText } from './read.fixture.ts';

const FOLDER = join(import.meta.dirname, 'features');

const textOf = (name: string): string => readFileSync(join(FOLDER, `${name}.feature`), 'utf8');

/** What the features of the folder say, each in a style of its own. */
const SAYS: readonly (readonly [name: string, signature: string, calls: readonly string[]])[] = [
  [
    'sales-tax',
    'salesTax(price: number, taxRate: number): number',
    ['salesTax(100, 0.2) → 120', 'salesTax(50, 0) → 50'],
  ],
  [
    'greeting',
    'greeting(name: string): string',
    ['greeting("Bob") → "Hello, Bob!"', 'greeting("Ann") → "Hello, Ann!"', 'greeting("Joe") → "Hello, Joe!"'],
  ],
  [
    'discount',
    'discount(price: number, pct: number): number',
    ['discount(100, 10) → 90', 'discount(200, 50) → 100', 'discount(0, 10) → 0', 'discount(1000, 0) → 1000'],
  ],
  ['slugify', 'slugify(text: string): string', ['slugify("Hello World") → "hello-world"', 'slugify("  A b ") → "a-b"']],
  [
    'temperature-conversion',
    'temperatureConversion(celsius: number): number',
    ['temperatureConversion(0) → 32', 'temperatureConversion(100) → 212'],
  ],
  [
    'fizzbuzz',
    'fizzBuzz(n: number): string',
    [
      'fizzBuzz(1) → "1"',
      'fizzBuzz(2) → "2"',
      'fizzBuzz(3) → "Fizz"',
      'fizzBuzz(5) → "Buzz"',
      'fizzBuzz(9) → "Fizz"',
      'fizzBuzz(10) → "Buzz"',
      'fizzBuzz(15) → "FizzBuzz"',
      'fizzBuzz(30) → "FizzBuzz"',
    ],
  ],
  [
    'password-check',
    'passwordCheck(password: string): boolean',
    ['passwordCheck("abcdefgh1") → true', 'passwordCheck("abc") → false'],
  ],
  ['sum-of-a-list', 'sumOfList(numbers: list<number>): number', ['sumOfList([1,2,3]) → 6', 'sumOfList([]) → 0']],
  [
    'sum-of-numbers',
    'sumOfNumbers(numbers: list<number>): number',
    ['sumOfNumbers([1,2,3]) → 6', 'sumOfNumbers([4,5]) → 9'],
  ],
  ['max', 'max(numbers: list<number>): number', ['max([1,5,3]) → 5', 'max([-1,-5]) → -1']],
  [
    'membership-price',
    'membershipPrice(price: number, customerIsMember: boolean): number',
    ['membershipPrice(100, true) → 90', 'membershipPrice(100, false) → 100'],
  ],
  [
    'loyalty-price',
    'loyaltyPrice(cartTotal: number, customerHasLoyaltyCard: boolean): number',
    ['loyaltyPrice(100, true) → 90', 'loyaltyPrice(100, false) → 100'],
  ],
  [
    'adding-two-numbers',
    'addingTwoNumbers(firstNumber: number, secondNumber: number): number',
    ['addingTwoNumbers(2, 3) → 5', 'addingTwoNumbers(4, 5) → 9'],
  ],
  ['grade', 'grade(score: number): string', ['grade(95) → "A"', 'grade(85) → "B"', 'grade(20) → "F"']],
  [
    'promised-sum',
    'promisedSum(firstNumber: number, secondNumber: number): number',
    ['promisedSum(2, 3) → 5', 'promisedSum(4, 3) → 7'],
  ],
  ['parity', 'parity(number: number): string', ['parity(4) → "even"', 'parity(5) → "odd"']],
  [
    'banking',
    'banking(accountBalance: number, action: string, number: number): number',
    ['banking(100, "withdraw", 30) → 70', 'banking(100, "deposit", 50) → 150'],
  ],
  [
    'convert-temperature',
    'convertTemperature(number: number, text: string): number',
    ['convertTemperature(100, "celsius") → 212', 'convertTemperature(212, "fahrenheit") → 100'],
  ],
  [
    'shopping-cart-total',
    'shoppingCartTotal(name: list<string>, price: list<number>, quantity: list<number>): number',
    ['shoppingCartTotal(["apple","pear"], [2,1.5], [3,2]) → 9', 'shoppingCartTotal(["apple"], [2], [1]) → 2'],
  ],
  [
    'capitalise',
    'capitalise(words: list<string>): list<string>',
    ['capitalise(["a","b"]) → ["A","B"]', 'capitalise(["foo"]) → ["Foo"]', 'capitalise([]) → []'],
  ],
  [
    'leap-years',
    'leapYears(year: number): boolean',
    ['leapYears(2000) → true', 'leapYears(1900) → false', 'leapYears(2024) → true'],
  ],
  ['reverse', 'reverse(input: string): string', ['reverse("abc") → "cba"', 'reverse("") → ""', 'reverse("a") → "a"']],
  [
    'clamp',
    'clamp(value: number, minimum: number, maximum: number): number',
    ['clamp(-5, 0, 10) → 0', 'clamp(5, 0, 10) → 5', 'clamp(15, 0, 10) → 10'],
  ],
  [
    'shipping',
    'shipping(baseFee: number, parcel: number): number',
    ['shipping(4.9, 2) → 4.9', 'shipping(4.9, 20) → 14.9'],
  ],
  ['even-check', 'evenCheck(number: number): boolean', ['evenCheck(4) → true', 'evenCheck(7) → false']],
  ['word-count', 'wordCount(text: string): number', ['wordCount("hello big\\nworld") → 3', 'wordCount("") → 0']],
  ['age-check', 'ageCheck(age: number): boolean', ['ageCheck(18) → true', 'ageCheck(17) → false']],
  [
    'split-bill',
    'splitBill(bill: number, friends: number): number',
    ['splitBill(120, 4) → 30', 'splitBill(90.5, 2) → 45.25'],
  ],
  [
    'ticket-price',
    'ticketPrice(ticket: string, basePrice: number): number',
    ['ticketPrice("child", 10) → 5', 'ticketPrice("adult", 10) → 10'],
  ],
  [
    'initials',
    'initials(firstName: string, lastName: string): string',
    ['initials("Ada", "Lovelace") → "AL"', 'initials("Alan", "Turing") → "AT"'],
  ],
  [
    'palindromes',
    'palindromes(word: string): boolean',
    ['palindromes("level") → true', 'palindromes("hello") → false'],
  ],
  ['roman', 'roman(number: number): string', ['roman(1) → "I"', 'roman(4) → "IV"', 'roman(10) → "X"']],
  ['filter', 'filter(list: list<number>): list<number>', ['filter([1,2,3,4]) → [2,4]', 'filter([1,3]) → []']],
  [
    'loyalty-points',
    'loyaltyPoints(shopAwards: number, status: string, amount: number): number',
    [
      'loyaltyPoints(1, "gold", 100) → 200',
      'loyaltyPoints(1, "silver", 100) → 150',
      'loyaltyPoints(1, "normal", 100) → 100',
    ],
  ],
  [
    'count-vowels-again',
    'countVowelsAgain(word: string): number',
    ['countVowelsAgain("banana") → 3', 'countVowelsAgain("sky") → 0', 'countVowelsAgain("a") → 1'],
  ],
  ['late-fee', 'lateFee(daysLate: number): number', ['lateFee(0) → 0', 'lateFee(3) → 1.5']],
  ['sort', 'sort(numbers: list<number>): list<number>', ['sort([3,1,2]) → [1,2,3]', 'sort([5]) → [5]']],
  [
    'interest',
    'interest(principal: number, rate: number, years: number): number',
    ['interest(1000, 5, 2) → 100', 'interest(2500, 4, 1) → 100', 'interest(200, 10, 3) → 60'],
  ],
  [
    'maximum',
    'maximum(firstNumber: number, secondNumber: number): number',
    ['maximum(3, 7) → 7', 'maximum(9, -2) → 9'],
  ],
  [
    'join-names',
    'joinNames(names: list<string>, text: string): string',
    ['joinNames(["Ann","Bob","Cid"], ", ") → "Ann, Bob, Cid"', 'joinNames(["Ann","Bob"], " - ") → "Ann - Bob"'],
  ],
  [
    'price-with-vat',
    'priceWithVat(netPrice: number, vatRate: number): number',
    ['priceWithVat(100, 19) → 119', 'priceWithVat(50, 0) → 50'],
  ],
  [
    'car-rental',
    'carRental(type: string, days: number, insured: boolean): number',
    ['carRental("small", 2, true) → 80', 'carRental("large", 2, false) → 100'],
  ],
  [
    'string-contains',
    'stringContains(firstText: string, secondText: string): boolean',
    ['stringContains("hello world", "world") → true', 'stringContains("hello world", "moon") → false'],
  ],
  ['weekend', 'weekend(today: string): boolean', ['weekend("Saturday") → true', 'weekend("Monday") → false']],
  [
    'mehrwertsteuer',
    'mehrwertsteuer(netto: number): number',
    ['mehrwertsteuer(100) → 119', 'mehrwertsteuer(200) → 238'],
  ],
  [
    'tip-calculator',
    'tipCalculator(bill: number, tip: number): number',
    ['tipCalculator(50, 15) → 7.5', 'tipCalculator(80, 20) → 16'],
  ],
  [
    'traffic-light',
    'trafficLight(light: string): string',
    ['trafficLight("red") → "green"', 'trafficLight("green") → "yellow"', 'trafficLight("yellow") → "red"'],
  ],
  [
    'rock-paper-scissors',
    'rockPaperScissors(a: string, b: string): string',
    [
      'rockPaperScissors("rock", "scissors") → "one"',
      'rockPaperScissors("paper", "rock") → "one"',
      'rockPaperScissors("rock", "paper") → "two"',
      'rockPaperScissors("rock", "rock") → "nobody"',
    ],
  ],
  ['distance', 'distance(point: list<number>): number', ['distance([3,4]) → 5', 'distance([6,8]) → 10']],
  [
    'stack-of-discounts',
    'stackOfDiscounts(order: number, coupon: number): number',
    ['stackOfDiscounts(100, 0) → 100', 'stackOfDiscounts(100, 10) → 90'],
  ],
  [
    'greeting-by-time',
    'greetingByTime(oClock: number): string',
    ['greetingByTime(8) → "Good morning"', 'greetingByTime(20) → "Good evening"'],
  ],
  [
    'concatenate',
    'concatenate(words: list<string>): string',
    ['concatenate(["foo","bar"]) → "foobar"', 'concatenate(["a","b","c"]) → "abc"', 'concatenate(["x"]) → "x"'],
  ],
  [
    'order-total',
    'orderTotal(quantity: number, unitPrice: number): number',
    ['orderTotal(3, 2.5) → 7.5', 'orderTotal(1, 4) → 4'],
  ],
  [
    'order-total-header',
    'orderTotalHeader(quantity: number, unitPrice: number): number',
    ['orderTotalHeader(3, 2.5) → 7.5', 'orderTotalHeader(1, 4) → 4'],
  ],
  [
    'mask-card',
    'maskCard(cardNumber: string): string',
    ['maskCard("1234567812345678") → "************5678"', 'maskCard("1111222233334444") → "************4444"'],
  ],
  [
    'fibonacci-literal',
    'fibonacciLiteral(fibonacciNumber: number): number',
    ['fibonacciLiteral(1) → 1', 'fibonacciLiteral(10) → 55'],
  ],
  [
    'anagrams',
    'anagrams(firstWord: string, secondWord: string): boolean',
    ['anagrams("listen", "silent") → true', 'anagrams("hello", "world") → false'],
  ],
  [
    'pad',
    'padLeft(firstText: string, number: number, secondText: string): string',
    ['padLeft("7", 3, "0") → "007"', 'padLeft("1234", 3, "0") → "1234"'],
  ],
  [
    'clamp-function',
    'clamp(v: number, lo: number, hi: number): number',
    ['clamp(5, 0, 10) → 5', 'clamp(-5, 0, 10) → 0'],
  ],
  [
    'email-domains',
    'emailDomains(emailAddress: string): string',
    ['emailDomains("ada@example.org") → "example.org"', 'emailDomains("bob@shop.example.com") → "shop.example.com"'],
  ],
  [
    'voting',
    'voting(age: number, status: boolean): string',
    ['voting(17, true) → "denied"', 'voting(18, false) → "denied"', 'voting(18, true) → "allowed"'],
  ],
  [
    'even-numbers',
    'evenNumbers(numbers: list<number>): list<number>',
    ['evenNumbers([1,2,4]) → [2,4]', 'evenNumbers([1]) → []'],
  ],
  [
    'invoice',
    'invoice(amount: list<number>, price: list<number>, shippingFee: number): number',
    ['invoice([2,1], [10,5.5], 4.5) → 30', 'invoice([1], [5.5], 0) → 5.5'],
  ],
  [
    'percentages',
    'percentages(number: number, tasks: number): number',
    ['percentages(5, 10) → 50', 'percentages(0, 10) → 0'],
  ],
];

describe('a feature', () => {
  it.each(SAYS)('about %s is read as %s', (name, signature, calls) => {
    const spec = specOfText(textOf(name));
    expect(signatureText(spec.signature)).toBe(signature);
    expect(callsOf(spec)).toEqual(calls);
  });

  it('is in the list when it is in the folder', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual(SAYS.map(([name]) => `${name}.feature`).toSorted());
  });
});
