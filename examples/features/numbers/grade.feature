Feature: Grade of an exam
  From 90 points on it is an A, from 75 a B, from 50 a C, and below that an F.

  Scenario Outline: <points> points
    Given <points> points
    When the exam is graded
    Then the grade is <grade>

    Examples:
      | points | grade |
      | 100    | A     |
      | 95     | A     |
      | 90     | A     |
      | 89     | B     |
      | 80     | B     |
      | 75     | B     |
      | 74     | C     |
      | 60     | C     |
      | 50     | C     |
      | 49     | F     |
      | 20     | F     |
      | 0      | F     |
