package import Billing

/// A record of an import by its place; its text stays in the file.
package struct ImportLine: Hashable, Sendable {
  /// Index among the files given.
  package let file: Int
  /// From 1, as editors count.
  package let number: Int
  /// Where the text begins in the file, in bytes, and how long it is.
  package let offset: Int64
  package let length: Int
  package let stage: RecordStage
  /// Records of one unit are stored by one request where they fit: an account and its contacts.
  package let unit: String?

  package init(
    file: Int, number: Int, offset: Int64, length: Int, stage: RecordStage, unit: String? = nil
  ) {
    self.file = file
    self.number = number
    self.offset = offset
    self.length = length
    self.stage = stage
    self.unit = unit
  }
}
