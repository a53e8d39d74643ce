Feature: Late fee
  Scenario: on time
    Given a book returned 0 days late
    Then no fee is charged
  Scenario: late
    Given a book returned 3 days late
    Then a fee of 1.50 is charged
