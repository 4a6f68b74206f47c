/// The same for elements that may be missing.
extension PostgreSQLArray {
  package mutating func append(_ value: Int64?) {
    if let value { append(value) } else { appendNull() }
  }

  package mutating func append(_ value: String?) {
    if let value { append(value) } else { appendNull() }
  }

  package mutating func append(bytes value: [UInt8]?) {
    if let value { append(bytes: value) } else { appendNull() }
  }

  package mutating func append(_ value: Bool?) {
    if let value { append(value) } else { appendNull() }
  }

  package mutating func append(date days: Int32?) {
    if let days { append(date: days) } else { appendNull() }
  }

  package mutating func append(timestamp microseconds: Int64?) {
    if let microseconds { append(timestamp: microseconds) } else { appendNull() }
  }
}
