Feature: Shipping
  Background:
    Given a base fee of 4.90 EUR
  Rule: heavy parcels cost more
    Scenario: light
      Given a parcel of 2 kg
      When the shipping cost is calculated
      Then the cost is 4.90 EUR
    Scenario: heavy
      Given a parcel of 20 kg
      When the shipping cost is calculated
      Then the cost is 14.90 EUR
