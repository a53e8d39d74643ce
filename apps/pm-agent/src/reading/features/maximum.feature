Feature: Maximum
  Scenario: two numbers
    Given two numbers 3 and 7
    When I take the larger one
    Then the result is 7
  Scenario: others
    Given two numbers 9 and -2
    When I take the larger one
    Then the result is 9
