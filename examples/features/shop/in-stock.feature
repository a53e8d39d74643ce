Feature: In stock
  Only quantities above zero are listed.

  Scenario Outline: <quantities>
    Given the quantities <quantities>
    When the list is filtered
    Then the list shows <shown>

    Examples:
      | quantities       | shown        |
      | [1, 0, 2]        | [1, 2]       |
      | [0]              | []           |
      | [5]              | [5]          |
      | [-1, 3, 0, 4]    | [3, 4]       |
      | [7, 7, 0]        | [7, 7]       |
      | [0, 0, 0]        | []           |
      | [10, -5, 1, 2]   | [10, 1, 2]   |
      | []               | []           |
