import CMemory

/// Memory of what is large goes back to the system as soon as it is done with; what batch after batch needs stays.
enum LargeBlocks {
  /// Bytes of a block from which it is mapped for itself.
  private static let mapped: Int32 = 1 << 20

  /// Bytes that are free at the end of a heap from which they go back. Each thread that allocates much has a heap.
  private static let kept: Int32 = 2 << 20

  /// Fixes the first threshold, which the library would otherwise raise with every large block that is freed, to 32 MiB in
  /// the end: what an invoice of 10,000 lines needs for a moment would stay with the process, in pieces that the next
  /// one does not fit in. Called before there is another thread.
  ///
  /// With that the library raises the second one no more, either. At the 128 KiB at which it begins, each batch gives its
  /// memory back and the next faults it in again, page by page. At 2 MiB a worker that makes 6,000 invoices faults 5,500
  /// instead of 9,000 times on SQLite, and 6,900 to 9,000 instead of 18,800 to 29,800 times on PostgreSQL. Its resident
  /// peak is 1 MiB higher on SQLite and 1 to 6 MiB on PostgreSQL. 1 MiB saves as much on SQLite but little on PostgreSQL;
  /// 4 MiB and more save hardly any more faults, and cost up to 8 MiB.
  static func returnWhenFreed() {
    // A refusal leaves things as they were, which is no fault.
    _ = mallopt(M_MMAP_THRESHOLD, mapped)
    _ = mallopt(M_TRIM_THRESHOLD, kept)
  }
}
