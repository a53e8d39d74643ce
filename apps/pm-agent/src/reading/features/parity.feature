Feature: Parity
  Scenario: one
    Given the number 4
    Then the number is even
  Scenario: two
    Given the number 5
    Then the number is odd
