Feature: Join names
  Scenario: three
    Given the following names:
      | Ann |
      | Bob |
      | Cid |
    When they are joined with ", "
    Then the result is "Ann, Bob, Cid"
  Scenario: two
    Given the following names:
      | Ann |
      | Bob |
    When they are joined with " - "
    Then the result is "Ann - Bob"
