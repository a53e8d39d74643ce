Feature: Even numbers
  Scenario: filters evens
    Given a list of numbers
      | 1 |
      | 2 |
      | 4 |
    When I keep only the even ones
    Then the result should be
      | 2 |
      | 4 |
  Scenario: nothing left
    Given a list of numbers
      | 1 |
    When I keep only the even ones
    Then the result should be empty
