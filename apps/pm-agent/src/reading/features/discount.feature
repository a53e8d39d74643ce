Feature: Discount
  Scenario Outline: pct
    Given a price of <price> EUR
    And a discount of <pct>%
    When the discount is applied
    Then the final price is <final> EUR
    Examples: usual
      | price | pct | final |
      | 100 | 10 | 90 |
      | 200 | 50 | 100 |
    Examples: edges
      | price | pct | final |
      | 0 | 10 | 0 |
      | 1,000 | 0 | 1,000 |
