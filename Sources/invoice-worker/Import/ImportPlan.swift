import Billing

/// Divides an import's lines into stages, and each stage into the chunks that are sent. Pure.
package enum ImportPlan {
  /// In order of stage; empty stages are left out. Chunks of one stage may be stored in any order.
  package static func stages(of lines: [ImportLine]) -> [[ImportChunk]] {
    let byStage = Dictionary(grouping: lines, by: \.stage)
    return RecordStage.allCases.compactMap { stage in
      byStage[stage].map { chunks(of: units($0)) }
    }
  }

  /// Lines that belong together, in the order in which each unit is first met. Within a unit the order of
  /// the files is kept.
  private static func units(_ lines: [ImportLine]) -> [[ImportLine]] {
    var units: [[ImportLine]] = []
    var places: [String: Int] = [:]
    for line in lines {
      if let unit = line.unit, let place = places[unit] {
        units[place].append(line)
      } else {
        if let unit = line.unit { places[unit] = units.count }
        units.append([line])
      }
    }
    return units
  }

  private static func chunks(of units: [[ImportLine]]) -> [ImportChunk] {
    var chunks: [ImportChunk] = []
    var open: [ImportLine] = []
    var bytes = 0
    func isFull(adding count: Int, _ weight: Int) -> Bool {
      open.count + count > ImportChunk.mostRecords || bytes + weight > ImportChunk.mostBytes
    }
    func close() {
      if !open.isEmpty { chunks.append(ImportChunk(open)) }
      open = []
      bytes = 0
    }
    for unit in units {
      let weight = unit.reduce(0) { $0 + ImportChunk.weight($1) }
      if isFull(adding: unit.count, weight) { close() }
      // A unit over a whole chunk's limit is divided after all: its first part holds the account, if
      // the account comes first, and what follows may name it.
      for line in unit {
        if isFull(adding: 1, ImportChunk.weight(line)) { close() }
        open.append(line)
        bytes += ImportChunk.weight(line)
      }
    }
    close()
    return chunks
  }
}
