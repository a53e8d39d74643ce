Feature: Count vowels again
  Scenario: x
    Given the word "banana"
    When the vowels are counted
    Then there are 3 vowels
  Scenario: y
    Given the word "sky"
    When the vowels are counted
    Then there are 0 vowels
  Scenario: z
    Given the word "a"
    When the vowels are counted
    Then there is 1 vowel
