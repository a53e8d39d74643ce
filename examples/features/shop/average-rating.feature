Feature: Average rating
  The mean of all ratings, with one decimal.

  Scenario Outline: rated <ratings>
    Given the ratings <ratings>
    When the average is taken
    Then the average rating is <average>

    Examples:
      | ratings         | average |
      | [5]             | 5       |
      | [4, 5]          | 4.5     |
      | [3, 4, 4]       | 3.7     |
      | [1, 2, 2]       | 1.7     |
      | [5, 5, 4, 4, 4] | 4.4     |
      | [2, 3, 5]       | 3.3     |
      | [1, 5]          | 3       |
      | [4, 4, 4, 5]    | 4.3     |
