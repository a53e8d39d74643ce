Feature: Leap years
  Scenario Outline: <year>
    Given the year <year>
    Then it is a leap year: <leap>
    Examples:
      | year | leap |
      | 2000 | yes |
      | 1900 | no |
      | 2024 | yes |
