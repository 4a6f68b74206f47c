import CivilTime

extension Table {
  /// A line for each, and what happened under it.
  static func deadLetters(_ letters: [DeadLetter]) -> Table {
    var table = Table([
      .init("Number", isNumber: true), .init("Request", wraps: true), .init("Source", drop: 4),
      .init("Type", drop: 2), .init("Code", drop: 1), .init("Dead since", drop: 3),
    ])
    for letter in letters {
      table.append([
        letter.number.map { String($0) } ?? "", letter.identifier, letter.source, letter.type,
        letter.code, letter.deadSince?.secondsText ?? "",
      ])
      if !letter.message.isEmpty { table.append(note: letter.message, under: 1) }
    }
    return table
  }
}
