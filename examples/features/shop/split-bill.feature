Feature: Split the bill
  Friends share a bill. What each pays is rounded to cents.

  Scenario Outline: <bill> between <friends>
    When a bill of <bill> is split between <friends> friends
    Then each pays <share>

    Examples:
      | bill   | friends | share |
      | 100    | 4       | 25    |
      | 100    | 3       | 33.33 |
      | 50     | 3       | 16.67 |
      | 90.5   | 2       | 45.25 |
      | 10     | 6       | 1.67  |
      | 77     | 1       | 77    |
      | 200    | 7       | 28.57 |
      | 0      | 5       | 0     |
