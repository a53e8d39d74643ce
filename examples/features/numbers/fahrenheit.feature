Feature: Fahrenheit

  Scenario: water freezes
    Given a temperature of 0 degrees
    When it is converted to Fahrenheit
    Then the result is 32

  Scenario: water boils
    Given a temperature of 100 degrees
    When it is converted to Fahrenheit
    Then the result is 212

  Scenario: a body
    Given a temperature of 37 degrees
    When it is converted to Fahrenheit
    Then the result is 98.6

  Scenario: a mild day
    Given a temperature of 20 degrees
    When it is converted to Fahrenheit
    Then the result is 68

  Scenario: a cold night
    Given a temperature of -10 degrees
    When it is converted to Fahrenheit
    Then the result is 14

  Scenario: where both scales meet
    Given a temperature of -40 degrees
    When it is converted to Fahrenheit
    Then the result is -40

  Scenario: an oven
    Given a temperature of 180 degrees
    When it is converted to Fahrenheit
    Then the result is 356
