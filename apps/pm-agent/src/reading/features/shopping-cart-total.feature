Feature: Shopping cart total
  Scenario: two items
    Given a cart with the following items:
      | name  | price | quantity |
      | apple | 2     | 3 |
      | pear  | 1.5   | 2 |
    When I compute the total
    Then the total should be 9
  Scenario: one item
    Given a cart with the following items:
      | name  | price | quantity |
      | apple | 2     | 1 |
    When I compute the total
    Then the total should be 2
