Feature: Adding two numbers
  Scenario: add
    When I add 2 and 3
    Then the result is 5
  Scenario: more
    When I add 4 and 5
    Then the result is 9
