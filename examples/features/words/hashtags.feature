Feature: Hashtags
  Topics are written one after the other, each with its sign.

  Scenario Outline: <topics>
    Given a post about <topics>
    When the hashtags are written
    Then the line reads "<line>"

    Examples:
      | topics                  | line               |
      | ["sea", "sun"]          | #sea #sun          |
      | ["rain"]                | #rain              |
      | ["a", "b", "c"]         | #a #b #c           |
      | ["news", "local"]       | #news #local       |
      | ["x", "yy", "zzz", "w"] | #x #yy #zzz #w     |
      | ["tea", "tea"]          | #tea #tea          |
