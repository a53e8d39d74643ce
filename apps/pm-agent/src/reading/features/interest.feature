Feature: Interest
  Scenario Outline: Simple interest
    Given I deposit $<principal> at <rate>% for <years> years
    When I calculate the interest
    Then I earn $<interest>
    Examples:
      | principal | rate | years | interest |
      | 1000      | 5    | 2     | 100      |
      | 2,500     | 4    | 1     | 100      |
      | 200       | 10   | 3     | 60       |
