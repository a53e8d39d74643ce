Feature: Weekend
  Scenario: sat
    Given today is Saturday
    When I ask whether it is weekend
    Then the answer is true
  Scenario: mon
    Given today is Monday
    When I ask whether it is weekend
    Then the answer is false
