@pricing
Feature: Member price

  Rule: Members get ten percent off

    Scenario Outline: <price> for a member
      Given a price of <price>
      And the customer is a member
      When the price is shown
      Then the price to pay is <pay>

      Examples:
        | price | pay |
        | 10    | 9   |
        | 50    | 45  |
        | 100   | 90  |
        | 230   | 207 |

  Rule: Everybody else pays the price

    Scenario Outline: <price> for somebody else
      Given a price of <price>
      And the customer is not a member
      When the price is shown
      Then the price to pay is <pay>

      Examples:
        | price | pay |
        | 10    | 10  |
        | 50    | 50  |
        | 100   | 100 |
        | 230   | 230 |
