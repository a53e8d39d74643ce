Feature: Roman
  Scenario Outline: roman
    When <number> is converted to roman numerals
    Then the result is <roman>
    Examples:
      | number | roman |
      | 1 | I |
      | 4 | IV |
      | 10 | X |
