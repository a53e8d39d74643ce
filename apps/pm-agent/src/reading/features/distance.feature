Feature: Distance
  Scenario: x
    Given a point at (3, 4)
    When the distance to the origin is computed
    Then the distance is 5
  Scenario: y
    Given a point at (6, 8)
    When the distance to the origin is computed
    Then the distance is 10
