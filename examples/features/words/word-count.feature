Feature: Word count

  Scenario: a word
    Given the following note:
      """
      milk
      """
    When the words are counted
    Then the count is 1

  Scenario: a list
    Given the following note:
      """
      milk bread butter
      """
    When the words are counted
    Then the count is 3

  Scenario: a sentence
    Given the following note:
      """
      call the plumber about the sink
      """
    When the words are counted
    Then the count is 6

  Scenario: two words
    Given the following note:
      """
      buy stamps
      """
    When the words are counted
    Then the count is 2

  Scenario: short words
    Given the following note:
      """
      a b c d
      """
    When the words are counted
    Then the count is 4

  Scenario: a longer sentence
    Given the following note:
      """
      do not forget to feed the cat
      """
    When the words are counted
    Then the count is 7
