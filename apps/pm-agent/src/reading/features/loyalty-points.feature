Feature: Loyalty points
  As a shop owner I want points.

  Background:
    Given the shop awards 1 point per euro

  Scenario Outline: Points for <status> customers
    Given a <status> customer
    And an order worth <amount> euros
    When the points are computed
    Then the customer earns <points> points

    Examples:
      | status | amount | points |
      | gold   | 100    | 200    |
      | silver | 100    | 150    |
      | normal | 100    | 100    |
