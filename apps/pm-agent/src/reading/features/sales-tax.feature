Feature: Sales tax
  Scenario: plain
    Given a price of 100
    And a tax rate of 0.2
    When the total is calculated
    Then the total is 120
  Scenario: none
    Given a price of 50
    And a tax rate of 0
    When the total is calculated
    Then the total is 50
