Feature: Initials

  Scenario Outline: <first> <last>
    Given the first name "<first>"
    And the last name "<last>"
    When the badge is printed
    Then the initials are "<initials>"

    Examples:
      | first   | last     | initials |
      | Ada     | Lovelace | A.L.     |
      | Alan    | Turing   | A.T.     |
      | Grace   | Hopper   | G.H.     |
      | Linus   | Pauling  | L.P.     |
      | Marie   | Curie    | M.C.     |
      | Bo      | Ek       | B.E.     |
      | Chien   | Wu       | C.W.     |
