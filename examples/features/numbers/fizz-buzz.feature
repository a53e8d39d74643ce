Feature: Fizz buzz

  Scenario Outline: <n>
    When it is the turn of <n>
    Then the player says "<said>"

    Examples:
      | n  | said     |
      | 1  | 1        |
      | 2  | 2        |
      | 3  | Fizz     |
      | 4  | 4        |
      | 5  | Buzz     |
      | 6  | Fizz     |
      | 7  | 7        |
      | 9  | Fizz     |
      | 10 | Buzz     |
      | 15 | FizzBuzz |
      | 20 | Buzz     |
      | 30 | FizzBuzz |
      | 45 | FizzBuzz |
