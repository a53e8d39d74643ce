Feature: FizzBuzz
  Scenario Outline: <n>
    Given the number <n>
    When I play
    Then the answer is <out>
    Examples:
      | n | out |
      | 1 | 1 |
      | 2 | 2 |
      | 3 | Fizz |
      | 5 | Buzz |
      | 9 | Fizz |
      | 10 | Buzz |
      | 15 | FizzBuzz |
      | 30 | FizzBuzz |
