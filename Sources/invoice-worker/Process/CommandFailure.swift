import Worker

/// Why a command could not do its work: the sentence for standard error, and the exit status.
struct CommandFailure: Error, Hashable, Sendable {
  let status: ExitStatus
  /// What happened and what to do about it. Holds no secret.
  let sentence: String

  /// The command line is wrong.
  static func usage(_ sentence: String) -> CommandFailure {
    CommandFailure(status: .usage, sentence: sentence)
  }

  /// What was asked for is not there, or was refused.
  static func fault(_ sentence: String) -> CommandFailure {
    CommandFailure(status: .fault, sentence: sentence)
  }

  /// A server cannot be reached or does not answer.
  static func unavailable(_ sentence: String) -> CommandFailure {
    CommandFailure(status: .unavailable, sentence: sentence)
  }

  /// A fault of the program itself.
  static func `internal`(_ sentence: String) -> CommandFailure {
    CommandFailure(status: .internalError, sentence: sentence)
  }

  /// The user has ended it before it was through.
  static let interrupted = CommandFailure(status: .interrupted, sentence: "interrupted")

  init(status: ExitStatus, sentence: String) {
    self.status = status
    self.sentence = sentence
  }

  /// `help` says where to read on, as a clause.
  init(_ error: UsageError, help: String? = nil) {
    self = .usage(error.description + (help.map { "; \($0)" } ?? ""))
  }

  init(_ error: ConfigurationError) {
    self.init(status: .configuration, sentence: error.description)
  }
}
