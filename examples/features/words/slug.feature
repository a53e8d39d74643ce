Feature: Slug of a title
  Titles become part of an address: in lower case, with hyphens for blanks.

  Scenario Outline: "<title>"
    When the title "<title>" is turned into a slug
    Then the slug is "<slug>"

    Examples:
      | title                | slug                 |
      | Hello                | hello                |
      | Hello World          | hello-world          |
      | The Quick Brown Fox  | the-quick-brown-fox  |
      | UPPER CASE           | upper-case           |
      | already lower        | already-lower        |
      | One Two Three Four   | one-two-three-four   |
      | News                 | news                 |
      | A Day At The Sea     | a-day-at-the-sea     |
