Feature: Fibonacci literal
  Scenario: first
    When I ask for the 1st Fibonacci number
    Then I am told 1
  Scenario: tenth
    When I ask for the 10th Fibonacci number
    Then I am told 55
