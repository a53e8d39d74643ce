Feature: Temperature conversion
  Scenario: freezing
    When converting 0 celsius
    Then I get 32 fahrenheit
  Scenario: boiling
    When converting 100 celsius
    Then I get 212 fahrenheit
