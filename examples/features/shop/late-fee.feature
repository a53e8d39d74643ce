Feature: Late fee
  Books that are brought back late cost a fee for each day.

  Scenario: in time
    Given a book that is 0 days late
    When it is brought back
    Then the fee is 0

  Scenario: a day late
    Given a book that is 1 days late
    When it is brought back
    Then the fee is 0.5

  Scenario: two days late
    Given a book that is 2 days late
    When it is brought back
    Then the fee is 1

  Scenario: a week late
    Given a book that is 7 days late
    When it is brought back
    Then the fee is 3.5

  Scenario: a week late, again
    Given a book that is 7 days late
    When it is brought back
    Then the fee is 5

  Scenario: ten days late
    Given a book that is 10 days late
    When it is brought back
    Then the fee is 5

  Scenario: three weeks late
    Given a book that is 21 days late
    When it is brought back
    Then the fee is 10.5
