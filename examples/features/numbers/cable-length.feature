Feature: Cable length
  A cable runs straight from one corner of a room to the opposite one.

  Scenario Outline: a room of <width> by <depth>
    Given a room of width <width> and depth <depth>
    When the cable is measured
    Then the length is <length>

    Examples:
      | width | depth | length |
      | 3     | 4     | 5      |
      | 6     | 8     | 10     |
      | 5     | 12    | 13     |
      | 8     | 15    | 17     |
      | 20    | 21    | 29     |
      | 0     | 7     | 7      |
      | 9     | 12    | 15     |
