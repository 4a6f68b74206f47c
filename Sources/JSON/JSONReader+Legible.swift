extension JSONReader {
  /// Reads the outermost object member by member and leaves out those whose values are not valid. Ends
  /// where it cannot tell any more what is a member: at a name that is none, at brackets that do not
  /// match, at the end of the text.
  ///
  /// Each byte is read twice at most, so time is linear here too.
  ///
  /// - Returns: the names of the members left out, and whether the closing brace was reached; nil when
  ///   the text does not begin with an object.
  mutating func readLegibleMembers() -> (illegible: [JSONToken], isComplete: Bool)? {
    skipWhiteSpace()
    guard source.count <= JSONDocument.maximumLength, position < source.count,
      source[position] == .openingBrace
    else { return nil }
    let start = position
    open.append(tokens.count)
    tokens.append(JSONToken(offset: start, end: start))
    position += 1
    skipWhiteSpace()
    var illegible: [JSONToken] = []
    var isComplete = position < source.count && source[position] == .closingBrace
    while !isComplete, let member = readMember() {
      if let name = member.illegibleName { illegible.append(name) }
      isComplete = member.isLast
    }
    tokens[0].close(at: tokens.count)
    let end = isComplete ? position + 1 : position
    tokens.append(JSONToken(offset: end - 1, end: end))
    return (illegible, isComplete)
  }

  /// Reads one member and the comma behind it, or up to the brace behind it.
  ///
  /// - Returns: nil, and no entry, when there is no member, or none that is known to be whole: a value
  ///   with nothing behind it may have been cut.
  private mutating func readMember() -> (illegibleName: JSONToken?, isLast: Bool)? {
    let first = tokens.count
    do throws(JSONError) {
      try readName()
    } catch {
      tokens.removeSubrange(first...)
      return nil
    }
    let name = tokens[first]
    skipWhiteSpace()
    let start = position
    let isLegible = readLegibleValue()
    if !isLegible {
      tokens.removeSubrange(first...)
      open.removeSubrange(1...)
      position = start
      skipIllegibleValue()
    }
    guard position < source.count, isSeparator(source[position]) else {
      tokens.removeSubrange(first...)
      return nil
    }
    let isLast = source[position] == .closingBrace
    if !isLast {
      position += 1
      skipWhiteSpace()
    }
    return (isLegible ? nil : name, isLast)
  }

  /// - Returns: whether the value is valid, and followed by nothing that makes it another.
  private mutating func readLegibleValue() -> Bool {
    do throws(JSONError) {
      try readWhole()
    } catch {
      return false
    }
    return position == source.count || isSeparator(source[position])
  }

  private func isSeparator(_ byte: UInt8) -> Bool { byte == .comma || byte == .closingBrace }

  /// Moves to the comma or the brace that ends the value at `position`, past strings and balanced
  /// brackets; or to where that cannot be told.
  private mutating func skipIllegibleValue() {
    var closings: [UInt8] = []
    while position < source.count {
      switch source[position] {
      case .quotationMark:
        skipIllegibleString()
        continue
      case .openingBrace: closings.append(.closingBrace)
      case .openingBracket: closings.append(.closingBracket)
      case .closingBrace, .closingBracket:
        // A bracket that closes nothing, or something else, ends the reading where it stands.
        guard let closing = closings.last else { return }
        guard closing == source[position] else {
          position = source.count
          return
        }
        closings.removeLast()
      case .comma where closings.isEmpty: return
      default: break
      }
      position += 1
    }
  }

  /// Moves past the string at `position`, whatever it holds.
  private mutating func skipIllegibleString() {
    position += 1
    while position < source.count, source[position] != .quotationMark {
      position += source[position] == .backslash ? 2 : 1
    }
    position = min(position + 1, source.count)
  }
}
