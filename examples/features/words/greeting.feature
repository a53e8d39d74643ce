Feature: Greeting
  As a shop
  I want to greet customers by their name
  So that they feel at home

  Scenario: Ada comes in
    Given a customer called "Ada"
    When she is greeted
    Then the greeting is "Good day, Ada!"

  Scenario: Bob comes in
    Given a customer called "Bob"
    When he is greeted
    Then the greeting is "Good day, Bob!"

  Scenario: somebody with two names comes in
    Given a customer called "Mary Ann"
    When she is greeted
    Then the greeting is "Good day, Mary Ann!"

  Scenario: a short name
    Given a customer called "Li"
    When he is greeted
    Then the greeting is "Good day, Li!"

  Scenario: a long name
    Given a customer called "Maximilian"
    When he is greeted
    Then the greeting is "Good day, Maximilian!"
