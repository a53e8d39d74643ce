Feature: Palindromes

  Scenario Outline: <word>
    Given the word "<word>"
    When it is read backwards
    Then it is a palindrome: <palindrome>

    Examples:
      | word    | palindrome |
      | level   | yes        |
      | noon    | yes        |
      | hello   | no         |
      | a       | yes        |
      | ab      | no         |
      | racecar | yes        |
      | race    | no         |
      | rotor   | yes        |
      | robot   | no         |
