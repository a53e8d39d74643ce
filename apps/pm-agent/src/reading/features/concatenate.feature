Feature: Concatenate
  Scenario: two
    Given the words "foo" and "bar"
    When they are concatenated
    Then the result is "foobar"
  Scenario: three
    Given the words "a", "b" and "c"
    When they are concatenated
    Then the result is "abc"
  Scenario: one
    Given the word "x"
    When they are concatenated
    Then the result is "x"
