# language: de
Funktionalität: Mehrwertsteuer
  Szenariogrundriss: Bruttopreis
    Angenommen ein Nettopreis von <netto>
    Wenn der Bruttopreis berechnet wird
    Dann ist der Bruttopreis <brutto>
    Beispiele:
      | netto | brutto |
      | 100 | 119 |
      | 200 | 238 |
