Feature: Newsletter subject
  Subjects are prefixed with the name of the shop.

  Scenario: an offer
    Given the subject "New offers"
    When the newsletter is sent

  Scenario: a reminder
    Given the subject "Only today"
    When the newsletter is sent
