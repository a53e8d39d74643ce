Feature: Order total
  Scenario: x
    Given an order:
      | quantity | 3 |
      | unit price | 2.50 |
    When the total is computed
    Then the total is 7.50
  Scenario: y
    Given an order:
      | quantity | 1 |
      | unit price | 4 |
    When the total is computed
    Then the total is 4
