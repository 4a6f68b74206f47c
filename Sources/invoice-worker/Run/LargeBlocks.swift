import CMemory

/// Memory of what is large goes back to the system as soon as it is done with.
enum LargeBlocks {
  /// Bytes of a block from which it is mapped for itself.
  private static let threshold: Int32 = 1 << 20

  /// Fixes the threshold, which the library would otherwise raise with every large block that is freed, to 32 MiB in
  /// the end: what an invoice of 10,000 lines needs for a moment would stay with the process, in pieces that the next
  /// one does not fit in (64 instead of 55 MiB after three of them). Called before there is another thread.
  static func returnWhenFreed() {
    // A refusal leaves things as they were, which is no fault.
    _ = mallopt(M_MMAP_THRESHOLD, threshold)
  }
}
