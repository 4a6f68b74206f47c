internal import CivilTime
internal import PostgreSQL
internal import Storage

extension PostgreSQLParameters {
  init(_ values: [SQLValue]) {
    self.init()
    for value in values { append(value) }
  }

  mutating func append(_ value: SQLValue) {
    switch value {
    case .null: appendNull()
    case .integer(let integer): append(integer)
    case .boolean(let boolean): append(boolean)
    case .text(let text), .decimal(let text): append(text)
    case .bytes(let bytes): append(bytes: bytes)
    case .date(let date): append(date: date.daysSince1970)
    case .instant(let instant): append(timestamp: instant.microsecondsSince1970)
    case .texts(let texts):
      var array = PostgreSQLArray(.text)
      for text in texts { array.append(text) }
      append(array)
    case .integers(let integers):
      var array = PostgreSQLArray(.int8)
      for integer in integers { array.append(integer) }
      append(array)
    }
  }
}
