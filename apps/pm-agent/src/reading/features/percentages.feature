Feature: Percentages
  Scenario: half
    Given 5 of 10 tasks are done
    When the progress is computed
    Then the progress is 50%
  Scenario: none
    Given 0 of 10 tasks are done
    When the progress is computed
    Then the progress is 0%
