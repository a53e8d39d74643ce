Feature: Banking
  Scenario: one
    Given an account balance of 100
    When I withdraw 30
    Then the balance should be 70
  Scenario: two
    Given an account balance of 100
    When I deposit 50
    Then the balance should be 150
