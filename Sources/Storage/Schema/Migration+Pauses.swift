extension Migration {
  /// Classes of work that an operator has paused.
  static let pauses = Migration(version: 21, name: "pauses", comments: pausesComments) { dialect in
    let text = dialect.typeName(.text)
    let instant = dialect.typeName(.instant)
    return """
      CREATE TABLE work_pause (
        work_class \(text) PRIMARY KEY, paused_at \(instant) NOT NULL, ends_at \(instant),
        paused_by \(text) NOT NULL
      )\(dialect.tableOptions);
      """
  }

  private static let pausesComments = [
    TableComment(
      "work_pause", "Classes of work that no worker takes.",
      [
        "work_class": "The queue's name without what all begin with: generate.",
        "ends_at": "When workers take them again by themselves; null until somebody resumes it.",
        "paused_by": "The user of the command, and the machine.",
      ])
  ]
}
