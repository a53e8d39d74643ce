Feature: Stack of discounts
  Scenario: none
    Given an order of 100 EUR
    And no coupon
    When the order is priced
    Then the customer pays 100 EUR
  Scenario: coupon
    Given an order of 100 EUR
    And a coupon of 10 EUR
    When the order is priced
    Then the customer pays 90 EUR
