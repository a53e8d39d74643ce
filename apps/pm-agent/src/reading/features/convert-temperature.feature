Feature: Convert temperature
  Scenario: c
    When converting 100 celsius
    Then the result is 212
  Scenario: f
    When converting 212 fahrenheit
    Then the result is 100
