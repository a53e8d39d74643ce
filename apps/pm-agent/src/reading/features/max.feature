Feature: Max
  Scenario: some
    Given the following numbers:
      | number |
      | 1 |
      | 5 |
      | 3 |
    When I look for the largest
    Then the result is 5
  Scenario: two
    Given the following numbers:
      | number |
      | -1 |
      | -5 |
    When I look for the largest
    Then the result is -1
