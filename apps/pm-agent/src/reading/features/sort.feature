Feature: Sort
  Scenario: Sorting
    Given an unsorted list of numbers: 3, 1, 2
    When the list is sorted
    Then the list is 1, 2, 3
  Scenario: Single
    Given an unsorted list of numbers: 5
    When the list is sorted
    Then the list is 5
