Feature: Clamp
  Scenario: below
    Given a value of -5
    And a minimum of 0
    And a maximum of 10
    When the value is clamped
    Then the result should be 0
  Scenario: within
    Given a value of 5
    And a minimum of 0
    And a maximum of 10
    When the value is clamped
    Then the result should be 5
  Scenario: above
    Given a value of 15
    And a minimum of 0
    And a maximum of 10
    When the value is clamped
    Then the result should be 10
