import Glibc

/// Counts the objects that the Swift runtime allocates: arrays, strings beyond 15 bytes, dictionaries, class instances.
///
/// The runtime calls the function that its variable `_swift_allocObject` points to, which is there for instruments like this one.
struct AllocationCount {
  private typealias Allocate =
    @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer

  /// Only the thread that measures allocates meanwhile: no broker runs, and nothing is awaited.
  nonisolated(unsafe) private static var count = 0
  /// Set once before the hook is in place, read by the hook only.
  nonisolated(unsafe) private static var original: Allocate?

  private let hook: UnsafeMutablePointer<Allocate>

  /// Counts from now on; nil where the runtime has no such variable to be found (a static one).
  static func start() -> AllocationCount? {
    guard let symbol = dlsym(nil, "_swift_allocObject") else { return nil }
    let hook = symbol.assumingMemoryBound(to: Allocate.self)
    count = 0
    original = hook.pointee
    hook.pointee = { metadata, size, alignmentMask in
      AllocationCount.count += 1
      guard let original = AllocationCount.original else { abort() }
      return original(metadata, size, alignmentMask)
    }
    return AllocationCount(hook: hook)
  }

  /// - Returns: how many there were.
  func stop() -> Int {
    if let original = Self.original { hook.pointee = original }
    return Self.count
  }
}
