Feature: Run lengths
  Letters that repeat are written once, with how often.

  Scenario Outline: "<text>"
    When "<text>" is packed
    Then the packed text is "<packed>"

    Examples:
      | text     | packed   |
      | a        | a1       |
      | aa       | a2       |
      | aaab     | a3b1     |
      | abc      | a1b1c1   |
      | zzzz     | z4       |
      | aabbaa   | a2b2a2   |
      | hello    | h1e1l2o1 |
