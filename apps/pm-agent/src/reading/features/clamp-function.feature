Feature: Clamp function
  Scenario Outline: clamp(<v>, <lo>, <hi>)
    When clamp(<v>, <lo>, <hi>) is called
    Then the result is <r>
    Examples:
      | v | lo | hi | r |
      | 5 | 0 | 10 | 5 |
      | -5 | 0 | 10 | 0 |
