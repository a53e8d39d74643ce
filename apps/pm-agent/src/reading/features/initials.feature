Feature: Initials
  Scenario: one
    Given first name "Ada" and last name "Lovelace"
    When the initials are built
    Then the initials are "AL"
  Scenario: two
    Given first name "Alan" and last name "Turing"
    When the initials are built
    Then the initials are "AT"
