Feature: Sales tax
  Twenty percent on top of the net price.

  Scenario Outline: gross price of <net>
    Given a net price of <net>
    When the sales tax is added
    Then the gross price is <gross>

    Examples:
      | net   | gross |
      | 0     | 0     |
      | 1     | 1.2   |
      | 10    | 12    |
      | 19.5  | 23.4  |
      | 50    | 60    |
      | 100   | 120   |
      | 249   | 298.8 |
      | 1000  | 1200  |
