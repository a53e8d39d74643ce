Feature: Greeting by time
  Scenario: morning
    Given it is 8 o'clock
    When I greet the customer
    Then the greeting is 'Good morning'
  Scenario: evening
    Given it is 20 o'clock
    When I greet the customer
    Then the greeting is 'Good evening'
