Feature: Loyalty price
  Scenario: member
    Given a cart total of 100
    And the customer has a loyalty card
    When the price is calculated
    Then the price is 90
  Scenario: guest
    Given a cart total of 100
    When the price is calculated
    Then the price is 100
