Feature: Due date
  An invoice is due thirty days after its date.

  Scenario Outline: an invoice of <date>
    Given an invoice of the date "<date>"
    When it is sent
    Then it is due on "<due>"

    Examples:
      | date       | due        |
      | 2026-01-01 | 2026-01-31 |
      | 2026-01-31 | 2026-03-02 |
      | 2026-02-10 | 2026-03-12 |
      | 2026-03-15 | 2026-04-14 |
      | 2026-12-05 | 2027-01-04 |
      | 2024-02-01 | 2024-03-02 |
      | 2026-06-30 | 2026-07-30 |
