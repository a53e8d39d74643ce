Feature: Caesar cipher
  Each letter is moved on in the alphabet; after z comes a.

  Scenario Outline: "<text>" by <shift>
    Given the text "<text>"
    When it is encoded with a shift of <shift>
    Then the code is "<code>"

    Examples:
      | text  | shift | code  |
      | abc   | 1     | bcd   |
      | abc   | 3     | def   |
      | xyz   | 2     | zab   |
      | hello | 5     | mjqqt |
      | zoo   | 1     | app   |
      | cat   | 0     | cat   |
      | maze  | 13    | znmr  |
      | wave  | 10    | gkfo  |
