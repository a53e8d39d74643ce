Feature: Newsletter subject
  Subjects are prefixed with the name of the shop.

  Scenario Outline: <subject>
    Given the subject "<subject>"
    When the newsletter is sent
    Then it reads "<sent>"

    Examples:
      | subject            | sent                             |
      | New offers         | [Corner Shop] New offers         |
      | Only today         | [Corner Shop] Only today         |
      | We have moved      | [Corner Shop] We have moved      |
      | Hello              | [Corner Shop] Hello              |
      | Opening hours      | [Corner Shop] Opening hours      |
      | Three for two      | [Corner Shop] Three for two      |
      | Your voucher       | [Corner Shop] Your voucher       |
