Feature: Order total header
  Scenario: x
    Given an order:
      | quantity | unit price |
      | 3 | 2.50 |
    When the total is computed
    Then the total is 7.50
  Scenario: y
    Given an order:
      | quantity | unit price |
      | 1 | 4 |
    When the total is computed
    Then the total is 4
