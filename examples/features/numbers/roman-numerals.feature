Feature: Roman numerals

  Scenario Outline: <number>
    Given the number <number>
    When it is written in Roman numerals
    Then the numeral is "<numeral>"

    Examples:
      | number | numeral  |
      | 1      | I        |
      | 3      | III      |
      | 4      | IV       |
      | 9      | IX       |
      | 14     | XIV      |
      | 40     | XL       |
      | 90     | XC       |
      | 400    | CD       |
      | 1987   | MCMLXXXVII |
      | 2024   | MMXXIV   |
