Feature: Back to front
  The words of a sentence, the last one first.

  Scenario: two words
    Given the sentence "hello world"
    When it is turned around
    Then the result is "world hello"

  Scenario: one word
    Given the sentence "alone"
    When it is turned around
    Then the result is "alone"

  Scenario: three words
    Given the sentence "one two three"
    When it is turned around
    Then the result is "three two one"

  Scenario: four words
    Given the sentence "to be or not"
    When it is turned around
    Then the result is "not or be to"

  Scenario: capitals stay
    Given the sentence "The Cat Sat"
    When it is turned around
    Then the result is "Sat Cat The"

  Scenario: a long one
    Given the sentence "we all live in a house"
    When it is turned around
    Then the result is "house a in live all we"
