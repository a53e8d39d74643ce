Feature: Car rental
  Scenario Outline: rental
    Given a <type> car
    And a rental of <days> days
    And <insured> insurance
    When the price is computed
    Then the rental costs <price>
    Examples:
      | type | days | insured | price |
      | small | 2 | with | 80 |
      | large | 2 | without | 100 |
