Feature: Password check
  Scenario: good
    Given the password "abcdefgh1"
    When it is checked
    Then the password is valid
  Scenario: short
    Given the password "abc"
    When it is checked
    Then the password is not valid
