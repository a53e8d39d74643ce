Feature: Sum of a list
  Scenario: some
    Given the numbers [1, 2, 3]
    When they are summed
    Then the sum is 6
  Scenario: none
    Given an empty list
    When they are summed
    Then the sum is 0
