Feature: High score
  The best result of a round of games.

  Scenario: three games
    Given the scores [120, 340, 90]
    When the high score is looked up
    Then the high score is 340

  Scenario: one game
    Given the scores [75]
    When the high score is looked up
    Then the high score is 75

  Scenario: the best comes first
    Given the scores [900, 15, 20, 33]
    When the high score is looked up
    Then the high score is 900

  Scenario: the best comes last
    Given the scores [1, 2, 3, 4, 5]
    When the high score is looked up
    Then the high score is 5

  Scenario: nobody scores
    Given the scores [0, 0]
    When the high score is looked up
    Then the high score is 0

  Scenario: a tie
    Given the scores [60, 60, 12]
    When the high score is looked up
    Then the high score is 60

  Scenario: many
    Given the scores [8, 6, 7, 5, 3, 0, 9]
    When the high score is looked up
    Then the high score is 9
