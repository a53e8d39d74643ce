Feature: Split bill
  Scenario: x
    Given a bill of $120
    And 4 friends
    When they split the bill
    Then each pays $30
  Scenario: y
    Given a bill of $90.50
    And 2 friends
    When they split the bill
    Then each pays $45.25
