internal import CivilTime
internal import SQLite
internal import Storage

extension SQLiteStatement {
  /// Binds the values to the parameters from 1 on.
  func bind(_ values: ArraySlice<SQLValue>) throws(StoreError) {
    do throws(SQLiteError) {
      var index = 0
      for value in values {
        index += 1
        try bind(value, at: index)
      }
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
    case .date(let date): try bind(date.description, at: index)
    case .instant(let instant): try bind(instant.description, at: index)
    case .texts(let texts): try bind(utf8: ValueSet.json(texts).span, at: index)
    case .integers(let integers): try bind(utf8: ValueSet.json(integers).span, at: index)
    }
  }
}
