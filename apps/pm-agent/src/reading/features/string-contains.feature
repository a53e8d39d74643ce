Feature: String contains
  Scenario: contains
    Given the text "hello world"
    When I search for "world"
    Then it is found
  Scenario: not contains
    Given the text "hello world"
    When I search for "moon"
    Then it is not found
