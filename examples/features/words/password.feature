Feature: Password policy
  A password has eight characters at least, and is not the name of its user.

  Scenario Outline: "<password>" of <user>
    Given the user "<user>"
    When the password "<password>" is chosen
    Then it is accepted: <accepted>

    Examples:
      | user      | password      | accepted |
      | ada       | short         | no       |
      | ada       | longenough    | yes      |
      | bob       | 1234567       | no       |
      | bob       | 12345678      | yes      |
      | engineers | engineers     | no       |
      | moderator | moderator     | no       |
      | engineers | moderator     | yes      |
      | moderator | abc           | no       |
      | al        | correct horse | yes      |
      | al        | al            | no       |
