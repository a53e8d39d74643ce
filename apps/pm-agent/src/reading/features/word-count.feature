Feature: Word count
  Scenario: two
    Given the following text:
      """
      hello big
      world
      """
    When the words are counted
    Then the count is 3
  Scenario: none
    Given an empty text
    When the words are counted
    Then the count is 0
