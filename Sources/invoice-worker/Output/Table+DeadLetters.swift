import CivilTime

extension Table {
  static func deadLetters(_ letters: [DeadLetter]) -> Table {
    var table = Table([
      .init("Number", isNumber: true), .init("Request"), .init("Source"), .init("Type"),
      .init("Code"), .init("Parked at"), .init("What happened"),
    ])
    for letter in letters {
      table.append([
        letter.number.map { String($0) } ?? "", letter.identifier, letter.source, letter.type,
        letter.code,
        letter.parkedInstant?.description ?? "", letter.message,
      ])
    }
    return table
  }
}
