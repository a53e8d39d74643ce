Feature: Slugify
  Scenario: simple
    When I call slugify with "Hello World"
    Then the result is "hello-world"
  Scenario: trimmed
    When I call slugify with "  A b "
    Then it should return "a-b"
