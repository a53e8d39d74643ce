Feature: Pad
  Scenario: pads
    When I call padLeft("7", 3, "0")
    Then it returns "007"
  Scenario: leaves
    When I call padLeft("1234", 3, "0")
    Then it returns "1234"
