Feature: Rock paper scissors
  Scenario Outline: <a> against <b>
    Given player one plays <a>
    And player two plays <b>
    Then the winner is <winner>
    Examples:
      | a | b | winner |
      | rock | scissors | one |
      | paper | rock | one |
      | rock | paper | two |
      | rock | rock | nobody |
