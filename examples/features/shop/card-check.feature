Feature: Card check
  The last digit of a card number proves the others: the Luhn sum.

  Scenario Outline: <number>
    Given the card number "<number>"
    When it is checked
    Then it is valid: <valid>

    Examples:
      | number           | valid |
      | 79927398713      | yes   |
      | 79927398710      | no    |
      | 4539578763621486 | yes   |
      | 4539578763621487 | no    |
      | 18               | yes   |
      | 19               | no    |
      | 0000             | yes   |
      | 1234567812345670 | yes   |
      | 1234567812345678 | no    |
