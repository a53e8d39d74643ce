Feature: Voting
  Scenario Outline: vote
    Given a citizen aged <age> who <status> registered
    Then voting is <allowed>
    Examples:
      | age | status | allowed |
      | 17 | is | denied |
      | 18 | is not | denied |
      | 18 | is | allowed |
