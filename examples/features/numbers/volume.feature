Feature: Volume
  The volume of a player stays between 0 and 100.

  Scenario Outline: <wanted>
    Given a player
    When somebody sets the volume to <wanted>
    Then the volume is <volume>

    Examples:
      | wanted | volume |
      | -20    | 0      |
      | -1     | 0      |
      | 0      | 0      |
      | 1      | 1      |
      | 37     | 37     |
      | 62     | 62     |
      | 99     | 99     |
      | 100    | 100    |
      | 101    | 100    |
      | 250    | 100    |
