/// Whether the machine has room for a worker.
enum HostChecks {
  static let leastOpenFiles: UInt64 = 1_024
  static let leastMemory: UInt64 = 128 << 20
  /// Bytes of free disk from which on it is worth a look, and from which on it is urgent.
  static let warnedDisk: UInt64 = 1 << 30
  static let urgentDisk: UInt64 = 128 << 20

  static func checks(of facts: HostFacts) -> [DoctorCheck] {
    [openFiles(facts.openFiles), disk(facts.freeDisk), memory(facts.memoryLimit), cores(facts)]
      .compactMap { $0 }
  }

  private static func openFiles(_ limit: UInt64?) -> DoctorCheck {
    guard let limit else {
      return .notChecked(
        .host, "open files", "the system does not say", .command("ulimit -Hn"))
    }
    return limit >= leastOpenFiles
      ? .fine(.host, "open files", limit == .max ? "no limit" : "up to \(limit)")
      : .failed(
        .host, "open files", "up to \(limit); \(leastOpenFiles) are needed",
        .command("ulimit -n \(leastOpenFiles) # LimitNOFILE= of a unit"))
  }

  /// nil for a database on a server.
  private static func disk(_ free: UInt64?) -> DoctorCheck? {
    guard let free else { return nil }
    let text = "\(free >> 20) MiB free beside the database"
    let repair = DoctorCheck.Repair.advice("make room on the database's file system")
    switch free {
    case ..<urgentDisk: return .failed(.host, "disk", text, repair)
    case ..<warnedDisk: return .notice(.host, "disk", text, repair)
    default: return .fine(.host, "disk", text)
    }
  }

  private static func memory(_ limit: UInt64?) -> DoctorCheck {
    guard let limit else { return .fine(.host, "memory", "no limit") }
    let text = "up to \(limit >> 20) MiB"
    return limit >= leastMemory
      ? .fine(.host, "memory", text)
      : .failed(
        .host, "memory", "\(text); \(leastMemory >> 20) MiB are needed",
        .advice("raise the limit of the container or the unit (MemoryMax=)"))
  }

  private static func cores(_ facts: HostFacts) -> DoctorCheck {
    let text = "\(RunWords.count(facts.cores, "core")), \(RunWords.count(facts.lanes, "lane"))"
    return facts.lanes <= facts.cores * 4
      ? .fine(.host, "cores", text)
      : .notice(
        .host, "cores", "\(text): more than the cores have work for",
        .command("export INVOICE_WORKER_LANES=\(facts.cores)"))
  }
}
