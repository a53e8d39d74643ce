Feature: Anagrams
  Scenario: yes
    Given the words "listen" and "silent"
    Then they are anagrams
  Scenario: no
    Given the words "hello" and "world"
    Then they are not anagrams
