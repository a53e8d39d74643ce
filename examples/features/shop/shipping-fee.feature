Feature: Shipping fee
  Orders of 50 or more ship for free. Anything below costs 4.90.

  Scenario Outline: an order of <total>
    Given an order total of <total>
    When the shipping fee is calculated
    Then the fee is <fee>

    Examples: below
      | total | fee |
      | 1     | 4.9 |
      | 12.5  | 4.9 |
      | 30    | 4.9 |
      | 49    | 4.9 |
      | 49.99 | 4.9 |

    Examples: from fifty on
      | total | fee |
      | 50    | 0   |
      | 51    | 0   |
      | 75    | 0   |
      | 120   | 0   |
      | 900   | 0   |
