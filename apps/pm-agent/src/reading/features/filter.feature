Feature: Filter
  Scenario: evens
    Given the list 1, 2, 3, 4
    When I filter the even numbers
    Then I get the list 2, 4
  Scenario: none
    Given the list 1, 3
    When I filter the even numbers
    Then I get an empty list
