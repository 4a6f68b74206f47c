/// Why a document's tax cannot be calculated: a reason for each line at fault.
package struct TaxFailure: Error, Hashable, Sendable {
  /// In the order of the document's lines; never empty.
  package let lines: [Line]
  /// Whether one reason, of the document as a whole, stands on all of them.
  package let isOfDocument: Bool

  package init(lines: [Line], isOfDocument: Bool = false) {
    self.lines = lines
    self.isOfDocument = isOfDocument
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
