package import Storage

/// Which dead letters one transaction may add to those that the broker has refused. Pure.
///
/// The limits are of what waits before: several transactions at the same moment may each go up to them.
package struct DeadLetterAllowance: Sendable {
  /// Of one source, so that one sender's refused requests do not cost another one's copies.
  package static let perSource = DeadLetterLoad(count: 200, bytes: 8 << 20)
  /// Of all sources: a sender may name as many as it likes.
  package static let total = DeadLetterLoad(count: 2_000, bytes: 64 << 20)

  private var sources: [String: DeadLetterLoad]
  private var all: DeadLetterLoad

  package init(refused: [String: DeadLetterLoad] = [:]) {
    sources = refused
    all = refused.values.reduce(DeadLetterLoad(), +)
  }

  /// Whether a copy is kept; it is counted then. While the broker takes them all there is nothing to count.
  ///
  /// What the program itself failed on (`isOwnFault`) has as much room again: the copy is the only evidence of
  /// what went wrong.
  package mutating func admit(source: String, bytes: Int, isOwnFault: Bool) -> Bool {
    guard all.count > 0 else { return true }
    let times = isOwnFault ? 2 : 1
    let load = DeadLetterLoad(count: 1, bytes: bytes)
    let ofSource = (sources[source] ?? DeadLetterLoad()) + load
    let ofAll = all + load
    guard
      Self.fits(ofSource, Self.perSource, times: times), Self.fits(ofAll, Self.total, times: times)
    else { return false }
    sources[source] = ofSource
    all = ofAll
    return true
  }

  private static func fits(_ load: DeadLetterLoad, _ limit: DeadLetterLoad, times: Int) -> Bool {
    load.count <= limit.count * times && load.bytes <= limit.bytes * times
  }
}
