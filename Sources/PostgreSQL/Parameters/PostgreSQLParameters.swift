/// Values for a statement's `$1 …`, in order, gathered in one buffer.
///
/// The server infers each parameter's type from where it stands, so `$1` for a `date` column takes a
/// text, and an integer fits any numeric column. Where nothing says the type, the statement does:
/// `$1::bigint`, `unnest($2::text[])`. Bytes, dates, instants and arrays are sent in the server's
/// binary form and need a place of exactly their type.
package struct PostgreSQLParameters: Sendable {
  struct Slot {
    var offset: Int
    /// Without the NUL that ends a text; negative for null.
    var length: Int
    var isBinary: Bool
  }

  private(set) var bytes: [UInt8] = []
  private(set) var slots: [Slot] = []
  private var fault: PostgreSQLError?

  package init() {}

  package init(_ fill: (inout PostgreSQLParameters) -> Void) {
    fill(&self)
  }

  package var count: Int { slots.count }

  /// Empties, keeping the memory for the next use.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    fault = nil
  }

  package mutating func appendNull() {
    slots.append(Slot(offset: bytes.count, length: -1, isBinary: false))
  }

  package mutating func append(_ value: Int64) {
    // Decimal text: it fits int2, int4, int8 and numeric alike.
    text { bytes in
      let end = bytes.count
      var rest = value.magnitude
      repeat {
        bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      } while rest > 0
      if value < 0 { bytes.append(UInt8(ascii: "-")) }
      bytes[end...].reverse()
    }
  }

  /// A text, or anything by its text form: a date `2025-01-31`, a decimal `12.50`.
  package mutating func append(_ value: String) {
    text { $0.append(contentsOf: value.utf8) }
  }

  package mutating func append(utf8 value: Span<UInt8>) {
    text { Self.copy(value, to: &$0) }
  }

  package mutating func append(_ value: Bool) {
    text { $0.append(value ? UInt8(ascii: "t") : UInt8(ascii: "f")) }
  }

  package mutating func append(bytes value: Span<UInt8>) {
    binary { Self.copy(value, to: &$0) }
  }

  package mutating func append(bytes value: [UInt8]) {
    binary { $0.append(contentsOf: value) }
  }

  /// - Parameter days: since 1970-01-01.
  package mutating func append(date days: Int32) {
    guard let value = ServerEpoch.days(days) else { return refuse(ServerEpoch.outOfRange) }
    binary { $0.append(bigEndian: value) }
  }

  /// - Parameter microseconds: since 1970-01-01T00:00:00Z.
  package mutating func append(timestamp microseconds: Int64) {
    guard let value = ServerEpoch.microseconds(microseconds) else {
      return refuse(ServerEpoch.outOfRange)
    }
    binary { $0.append(bigEndian: value) }
  }

  package mutating func append(_ array: PostgreSQLArray) {
    if let problem = array.fault { refuse(problem) }
    binary { array.write(to: &$0) }
  }

  /// Bytes of all values.
  var byteCount: Int { bytes.count }

  /// - Throws: what was wrong with a value; the server's limits on number and size.
  func check() throws(PostgreSQLError) {
    if let fault { throw fault }
    guard slots.count <= 65_535, bytes.count <= 1_000_000_000 else {
      throw PostgreSQLError(
        code: .programLimitExceeded,
        message:
          "\(slots.count) parameters of \(bytes.count) bytes are more than one statement takes"
      )
    }
  }

  /// The parameters in the form libpq wants, valid inside `body`.
  @unsafe
  func withPointers(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> Int32
  ) -> Int32 {
    guard !slots.isEmpty else { return body(0, nil, nil, nil) }
    return unsafe bytes.withUnsafeBytes { all in
      unsafe withUnsafeTemporaryAllocation(
        of: UnsafePointer<CChar>?.self, capacity: slots.count
      ) { values in
        unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: slots.count * 2) { numbers in
          let formats = slots.count
          for (index, slot) in slots.enumerated() {
            // An empty value in an empty buffer has no address, and a null one means null.
            let start = unsafe all.baseAddress ?? UnsafeRawPointer(numbers.baseAddress)
            let value = unsafe start?.advanced(by: slot.offset).assumingMemoryBound(to: CChar.self)
            unsafe values.initializeElement(at: index, to: slot.length < 0 ? nil : value)
            unsafe numbers.initializeElement(at: index, to: Int32(clamping: slot.length))
            unsafe numbers.initializeElement(at: formats + index, to: slot.isBinary ? 1 : 0)
          }
          return unsafe body(
            Int32(clamping: slots.count), values.baseAddress, numbers.baseAddress,
            numbers.baseAddress.map { unsafe $0 + formats })
        }
      }
    }
  }

  private mutating func text(_ write: (inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    slots.append(Slot(offset: start, length: bytes.count - start, isBinary: false))
    // libpq finds the end of a text by its NUL, so one inside would cut it off without a word.
    if bytes[start...].contains(0) {
      refuse(
        PostgreSQLError(
          code: .characterNotInRepertoire,
          message: "parameter \(slots.count) holds a NUL, which no text in PostgreSQL can"))
    }
    bytes.append(0)
  }

  private mutating func binary(_ write: (inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    slots.append(Slot(offset: start, length: bytes.count - start, isBinary: true))
  }

  private mutating func refuse(_ problem: PostgreSQLError) {
    if fault == nil { fault = problem }
  }

  private static func copy(_ span: Span<UInt8>, to bytes: inout [UInt8]) {
    unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }
}
