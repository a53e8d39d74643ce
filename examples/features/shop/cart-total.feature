Feature: Cart total

  Background:
    # Prices are in euros.

  Scenario Outline: <prices>
    Given a cart with the prices <prices>
    When the total is calculated
    Then the total is <total>

    Examples:
      | prices          | total |
      | [5]             | 5     |
      | [5, 7]          | 12    |
      | [10, 20, 30]    | 60    |
      | [1.5, 2.5]      | 4     |
      | [9.9, 0.1, 10]  | 20    |
      | []              | 0     |
      | [100, 200, 50]  | 350   |
