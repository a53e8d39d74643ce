Feature: Palindromes
  Scenario: yes
    Given the word "level"
    Then it is a palindrome
  Scenario: no
    Given the word "hello"
    Then it is not a palindrome
