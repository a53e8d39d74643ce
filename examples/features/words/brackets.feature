Feature: Brackets
  Every bracket that is opened is closed, in the right order.

  Scenario Outline: <text>
    Given the text "<text>"
    When it is checked
    Then it is balanced: <balanced>

    Examples:
      | text     | balanced |
      | ()       | yes      |
      | (())     | yes      |
      | ()()     | yes      |
      | (        | no       |
      | )(       | no       |
      | (()      | no       |
      | ())(     | no       |
      | (()())   | yes      |
      | ((       | no       |
