Feature: Grade
  Scenario: a
    Given a score of 95
    Then the grade is A
  Scenario: b
    Given a score of 85
    Then the grade is B
  Scenario: f
    Given a score of 20
    Then the grade is F
