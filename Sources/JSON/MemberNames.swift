/// Finds a name that stands twice in an object. Names are compared code unit by code unit after
/// their escapes are resolved (RFC 8259 section 8.3).
///
/// Objects of a few plain names are compared pair by pair. Anything else goes through a hash
/// table: an object of a million members would otherwise keep a worker busy for minutes. The hash
/// is Swift's, seeded for each process, so a sender cannot choose names that collide.
struct MemberNames {
  private static let fewNames = 16

  /// Entries: the name's index in the upper half, a part of its hash in the lower; 0 is free. No
  /// name has the index 0, where a document's first value stands. Kept from object to object.
  private var table: [UInt64] = []

  /// - Throws: `duplicateMember`, at the later of the two names.
  mutating func check(
    _ source: [UInt8], _ tokens: [JSONToken], objectAt start: Int
  ) throws(JSONError) {
    let end = Int(tokens[start].end)
    var seen = 0
    var plain = true
    var name = start + 1
    while name < end {
      seen += 1
      if seen > Self.fewNames || tokens[name].hasEscapes {
        plain = false
        break
      }
      var earlier = start + 1
      while earlier < name {
        guard !Self.areEqual(source, tokens[earlier].contents, tokens[name].contents) else {
          throw JSONError(.duplicateMember, at: tokens[name].offset)
        }
        earlier = Self.nameAfter(earlier, source, tokens)
      }
      name = Self.nameAfter(name, source, tokens)
    }
    guard !plain else { return }
    try checkByHash(source, tokens, from: start + 1, to: end)
  }

  private mutating func checkByHash(
    _ source: [UInt8], _ tokens: [JSONToken], from first: Int, to end: Int
  ) throws(JSONError) {
    var count = 0
    var name = first
    while name < end {
      count += 1
      name = Self.nameAfter(name, source, tokens)
    }
    let capacity = Self.capacity(for: count)
    table.removeAll(keepingCapacity: true)
    table.append(contentsOf: repeatElement(0, count: capacity))
    name = first
    while name < end {
      let units = Self.units(source, tokens[name])
      var hasher = Hasher()
      units.withUnsafeBytes { hasher.combine(bytes: $0) }
      let hash = UInt64(truncatingIfNeeded: hasher.finalize())
      let entry = UInt64(clamping: name) << 32 | hash >> 32
      var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while table[slot] != 0 {
        let earlier = Int(table[slot] >> 32)
        if UInt32(truncatingIfNeeded: table[slot]) == UInt32(truncatingIfNeeded: entry),
          Self.units(source, tokens[earlier]) == units
        {
          throw JSONError(.duplicateMember, at: tokens[name].offset)
        }
        slot = (slot + 1) & (capacity - 1)
      }
      table[slot] = entry
      name = Self.nameAfter(name, source, tokens)
    }
  }

  /// A power of two that leaves at least a third of the table free, so that probes stay short.
  private static func capacity(for count: Int) -> Int {
    var capacity = 32
    while capacity * 2 < count * 3 { capacity *= 2 }
    return capacity
  }

  private static func units(_ source: [UInt8], _ token: JSONToken) -> ArraySlice<UInt8> {
    token.hasEscapes
      ? JSONEscapes.resolved(source, token.contents)[...] : source[token.contents]
  }

  private static func areEqual(
    _ source: [UInt8], _ left: Range<Int>, _ right: Range<Int>
  ) -> Bool {
    guard left.count == right.count else { return false }
    for offset in 0..<left.count
    where source[left.lowerBound + offset] != source[right.lowerBound + offset] {
      return false
    }
    return true
  }

  /// The index of the next member's name.
  private static func nameAfter(
    _ name: Int, _ source: [UInt8], _ tokens: [JSONToken]
  ) -> Int {
    let value = tokens[name + 1]
    let byte = source[value.offset]
    return byte == .openingBrace || byte == .openingBracket ? Int(value.end) + 1 : name + 2
  }
}
