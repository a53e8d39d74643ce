Feature: Areas of square plots

  Scenario Outline: sides <sides>
    Given plots with the sides <sides>
    When the areas are computed
    Then the areas are <areas>

    Examples:
      | sides        | areas           |
      | [1]          | [1]             |
      | [2, 3]       | [4, 9]          |
      | [10, 20]     | [100, 400]      |
      | [0, 5]       | [0, 25]         |
      | []           | []              |
      | [4, 4, 4]    | [16, 16, 16]    |
      | [1.5, 2]     | [2.25, 4]       |
