Feature: Email domains
  Scenario: Extract
    Given the email address ada@example.org
    When the domain is extracted
    Then the domain is example.org
  Scenario: Another
    Given the email address bob@shop.example.com
    When the domain is extracted
    Then the domain is shop.example.com
