Feature: Greeting
  Scenario Outline: greet <name>
    Given a user named "<name>"
    When the greeting is made
    Then the greeting is "Hello, <name>!"
    Examples:
      | name |
      | Bob |
      | Ann |
      | Joe |
