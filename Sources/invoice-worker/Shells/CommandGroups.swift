/// The words that a command may begin with, and those that may follow.
struct CommandGroups {
  struct Word: Hashable {
    let word: String
    let summary: String
  }

  /// Each once, in the order of the help.
  let first: [Word]
  /// For each first word of commands of two words, in the same order.
  let second: [(first: String, words: [Word])]

  init(_ commands: [CommandDescription]) {
    var names: [String] = []
    for command in commands where !names.contains(command.words[0]) {
      names.append(command.words[0])
    }
    var first: [Word] = []
    var second: [(first: String, words: [Word])] = []
    for name in names {
      let members = commands.filter { $0.words[0] == name }
      let followers = members.filter { $0.words.count == 2 }
      if let alone = members.first(where: { $0.words.count == 1 }) {
        first.append(Word(word: name, summary: alone.summary))
      } else {
        let list = followers.map { $0.words[1] }.joined(separator: ", ")
        first.append(Word(word: name, summary: list))
      }
      if !followers.isEmpty {
        second.append(
          (name, followers.map { Word(word: $0.words[1], summary: $0.summary) }))
      }
    }
    self.first = first
    self.second = second
  }
}
