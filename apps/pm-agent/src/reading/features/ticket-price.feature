Feature: Ticket price
  Scenario: child
    Given a child ticket
    And a base price of 10
    Then the price is 5
  Scenario: adult
    Given an adult ticket
    And a base price of 10
    Then the price is 10
