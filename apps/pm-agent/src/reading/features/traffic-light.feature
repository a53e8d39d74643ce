Feature: Traffic light
  Scenario: red
    Given the light is red
    When the timer elapses
    Then the light turns green
  Scenario: green
    Given the light is green
    When the timer elapses
    Then the light turns yellow
  Scenario: yellow
    Given the light is yellow
    When the timer elapses
    Then the light turns red
