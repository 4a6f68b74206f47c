/// What a shell offers where a value is expected.
enum OfferedValue: Hashable, Sendable {
  case words([String])
  case files
  /// Anything, of which a shell knows nothing.
  case unknown

  /// By the placeholder, where no values are named: `FILE` and `FILE…` are files.
  init(values: [String], placeholder: String) {
    if !values.isEmpty {
      self = .words(values)
    } else {
      self = placeholder.hasPrefix("FILE") ? .files : .unknown
    }
  }
}

extension Option {
  /// nil for an option that takes no value.
  var offered: OfferedValue? {
    placeholder.map { OfferedValue(values: values, placeholder: $0) }
  }
}

extension CommandDescription {
  /// Of the operand.
  var offered: OfferedValue {
    OfferedValue(
      values: topics.isEmpty ? operands.values : topics.map(\.name),
      placeholder: operands.placeholder)
  }

  var allOptions: [Option] { options + [.help] }
}
