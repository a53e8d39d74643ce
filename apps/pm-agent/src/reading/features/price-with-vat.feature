Feature: Price with VAT
  Scenario: VAT
    Given a net price of EUR 100.00
    And a VAT rate of 19%
    When the gross price is computed
    Then the gross price is EUR 119.00
  Scenario: no VAT
    Given a net price of EUR 50.00
    And a VAT rate of 0%
    When the gross price is computed
    Then the gross price is EUR 50.00
