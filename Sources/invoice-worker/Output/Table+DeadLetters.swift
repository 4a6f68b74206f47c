extension Table {
  static func deadLetters(_ letters: [DeadLetter]) -> Table {
    var table = Table([
      .init("Number", isNumber: true), .init("Request"), .init("Source"), .init("Type"),
      .init("Code"), .init("First at"), .init("What happened"),
    ])
    for letter in letters {
      table.append([
        String(letter.number), letter.identifier, letter.source, letter.type, letter.code,
        letter.firstAt, letter.message,
      ])
    }
    return table
  }
}
