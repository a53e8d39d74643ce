Feature: Age check
  Scenario: adult
    Given a person who is 18 years old
    When they want to enter
    Then they are allowed
  Scenario: child
    Given a person who is 17 years old
    When they want to enter
    Then they are not allowed
