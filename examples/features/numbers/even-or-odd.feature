Feature: Even or odd

  Scenario Outline: <number>
    Given the number <number>
    When I ask what it is
    Then the answer is "<answer>"

    Examples:
      | number | answer |
      | 0      | even   |
      | 1      | odd    |
      | 2      | even   |
      | 7      | odd    |
      | 10     | even   |
      | 13     | odd    |
      | 48     | even   |
      | 101    | odd    |
