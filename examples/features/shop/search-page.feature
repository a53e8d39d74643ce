Feature: Search page

  Scenario: a common word
    Given the word "chair"
    When it is searched for
    Then results come quickly

  Scenario: a rare word
    Given the word "astrolabe"
    When it is searched for
    Then results come quickly and the page looks good
