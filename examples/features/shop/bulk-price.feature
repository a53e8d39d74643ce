Feature: Bulk price
  From ten pieces on there are ten percent off.

  Scenario Outline: <quantity> at <unit>
    Given an order of <quantity> pieces
    And a unit price of <unit>
    When the order is priced
    Then the price is <price>

    Examples:
      | quantity | unit | price |
      | 1        | 5    | 5     |
      | 2        | 10   | 20    |
      | 5        | 8    | 40    |
      | 9        | 10   | 90    |
      | 10       | 10   | 90    |
      | 12       | 5    | 54    |
      | 20       | 3    | 54    |
      | 100      | 2    | 180   |
      | 11       | 20   | 198   |
      | 9        | 4    | 36    |
