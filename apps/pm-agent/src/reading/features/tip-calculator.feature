Feature: Tip calculator
  Scenario: fifteen percent
    Given the bill is "$50.00"
    And the tip is "15%"
    When I calculate the tip
    Then the tip amount should be "$7.50"
  Scenario: twenty percent
    Given the bill is "$80.00"
    And the tip is "20%"
    When I calculate the tip
    Then the tip amount should be "$16.00"
