Feature: Mask card
  Scenario: x
    Given the card number "1234567812345678"
    When it is masked
    Then it is shown as "************5678"
  Scenario: y
    Given the card number "1111222233334444"
    When it is masked
    Then it is shown as "************4444"
