Feature: Promised sum
  Scenario: one
    Then the sum of 2 and 3 should be 5
  Scenario: two
    Then the sum of 4 and 3 should be 7
