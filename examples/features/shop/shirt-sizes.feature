Feature: Shirt sizes
  Sizes are shown from small to large: S, M, L, XL.

  Scenario Outline: <sizes>
    Given shirts of the sizes <sizes>
    When they are laid out
    Then the sizes are <sorted>

    Examples:
      | sizes                | sorted               |
      | ["S"]                | ["S"]                |
      | ["L", "S"]           | ["S", "L"]           |
      | ["XL", "M", "S"]     | ["S", "M", "XL"]     |
      | ["M", "L"]           | ["M", "L"]           |
      | ["XL", "L", "M", "S"] | ["S", "M", "L", "XL"] |
      | ["L", "L", "S"]      | ["S", "L", "L"]      |
      | ["M", "XL", "L"]     | ["M", "L", "XL"]     |
