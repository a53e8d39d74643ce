Feature: Invoice
  Scenario: invoice lines
    Given the invoice lines
      | amount | price |
      | 2 | 10.00 |
      | 1 | 5.50 |
    And a shipping fee of 4.50
    When the invoice total is computed
    Then the total should equal 30.00
  Scenario: one line
    Given the invoice lines
      | amount | price |
      | 1 | 5.50 |
    And a shipping fee of 0
    When the invoice total is computed
    Then the total should equal 5.50
