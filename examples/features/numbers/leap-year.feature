Feature: Leap years
  Every fourth year is one, every hundredth is not, every four hundredth is.

  Scenario Outline: the year <year>
    Given the year <year>
    Then it is a leap year: <leap>

    Examples: usual ones
      | year | leap  |
      | 2023 | false |
      | 2024 | true  |
      | 2025 | false |
      | 2026 | false |
      | 2028 | true  |
      | 1996 | true  |

    Examples: centuries
      | year | leap  |
      | 1800 | false |
      | 1900 | false |
      | 2100 | false |
      | 1600 | true  |
      | 2000 | true  |
      | 2400 | true  |
