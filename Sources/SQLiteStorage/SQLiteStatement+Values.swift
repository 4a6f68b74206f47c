internal import CivilTime
internal import SQLite
internal import Storage

extension SQLiteStatement {
  /// Binds the values to the parameters from 1 on.
  func bind(_ values: ArraySlice<SQLValue>) throws(StoreError) {
    // In place: a value that is taken out counts what it refers to once more.
    let values = values.span
    do throws(SQLiteError) {
      for index in values.indices { try bind(values[index], at: index + 1) }
    } catch {
      throw StoreError(error)
    }
  }

  private func bind(_ value: SQLValue, at index: Int) throws(SQLiteError) {
    switch value {
    case .null: try bindNull(at: index)
    case .integer(let integer): try bind(integer, at: index)
    case .boolean(let boolean): try bind(boolean, at: index)
    case .text(let text), .decimal(let text): try bind(text, at: index)
    case .bytes(let bytes): try bind(blob: bytes, at: index)
    // Texts of one length, so that they compare as the dates and instants do.
    case .date(let date): try bind(at: index) { date.withUTF8($0) }
    case .instant(let instant): try bind(at: index) { instant.withUTF8($0) }
    case .texts(let texts): try bind(utf8: ValueSet.json(texts).span, at: index)
    case .integers(let integers): try bind(utf8: ValueSet.json(integers).span, at: index)
    }
  }

  /// Binds the text that `text` lends, without a string.
  private func bind(
    at index: Int, _ text: ((Span<UInt8>) -> Void) -> Void
  ) throws(SQLiteError) {
    var result = Result<Void, SQLiteError>.success(())
    text { utf8 in
      result = Result { () throws(SQLiteError) in try bind(utf8: utf8, at: index) }
    }
    try result.get()
  }
}
