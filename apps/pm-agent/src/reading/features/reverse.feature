Feature: Reverse
  Scenario Outline: Reversing <input>
    Given the text "<input>"
    When I reverse it
    Then I should see "<output>"
    Examples:
      | input | output |
      | abc | cba |
      |  |  |
      | a | a |
