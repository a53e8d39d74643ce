Feature: Even check
  Scenario: even
    Given the number is 4
    When I check whether it is even
    Then the answer is yes
  Scenario: odd
    Given the number is 7
    When I check whether it is even
    Then the answer is no
