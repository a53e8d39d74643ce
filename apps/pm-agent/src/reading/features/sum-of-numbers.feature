Feature: Sum of numbers
  Scenario: some
    Given the numbers 1, 2 and 3
    When they are summed
    Then the sum is 6
  Scenario: two
    Given the numbers 4 and 5
    When they are summed
    Then the sum is 9
