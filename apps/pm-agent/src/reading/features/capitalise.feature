Feature: Capitalise
  Scenario Outline: words
    Given the words <words>
    When each is capitalised
    Then the result is <result>
    Examples:
      | words | result |
      | "a", "b" | "A", "B" |
      | "foo" | "Foo" |
      | [] | [] |
