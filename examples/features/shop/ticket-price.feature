Feature: Ticket price
  Children under 6 are free, under 18 they pay half, and from 65 on people pay eight. Everybody else pays twelve.

  Scenario Outline: at the age of <age>
    Given a visitor of age <age>
    When a ticket is sold
    Then the price is <price>

    Examples:
      | age | price |
      | 0   | 0     |
      | 3   | 0     |
      | 5   | 0     |
      | 6   | 6     |
      | 12  | 6     |
      | 17  | 6     |
      | 18  | 12    |
      | 40  | 12    |
      | 64  | 12    |
      | 65  | 8     |
      | 80  | 8     |
      | 99  | 8     |
