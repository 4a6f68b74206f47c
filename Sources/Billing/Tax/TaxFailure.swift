/// Why a document's tax cannot be calculated: a reason for each line at fault.
package struct TaxFailure: Error, Hashable, Sendable {
  /// In the order of the document's lines; never empty.
  package let lines: [Line]

  package init(lines: [Line]) {
    self.lines = lines
  }

  package struct Line: Hashable, Sendable {
    /// The line's place in the document, from 0.
    package let index: Int
    package let code: ErrorCode
    /// What is wrong and how to fix it.
    package let message: String

    package init(index: Int, code: ErrorCode, message: String) {
      self.index = index
      self.code = code
      self.message = message
    }
  }
}
