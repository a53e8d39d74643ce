Feature: Membership price
  Scenario: member
    Given a price of 100
    And the customer is a member
    When the price is calculated
    Then the price is 90
  Scenario: guest
    Given a price of 100
    And the customer is not a member
    When the price is calculated
    Then the price is 100
