Feature: Distinct tags
  Each tag once, in the order in which they came first.

  Scenario Outline: <tags>
    Given an article with the tags <tags>
    When duplicates are removed
    Then the tags are <distinct>

    Examples:
      | tags                         | distinct               |
      | ["news"]                     | ["news"]               |
      | ["a", "b", "a"]              | ["a", "b"]             |
      | ["x", "x", "x"]              | ["x"]                  |
      | ["red", "blue", "green"]     | ["red", "blue", "green"] |
      | []                           | []                     |
      | ["b", "a", "b", "a"]         | ["b", "a"]             |
      | ["one", "two", "two", "one"] | ["one", "two"]         |
