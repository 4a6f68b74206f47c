/// Which queues nothing is taken from: some, or all.
struct ConsumptionPauses: Sendable, Equatable {
  var isWhole = false
  var queues: Set<String> = []

  func hold(_ queue: String) -> Bool { isWhole || queues.contains(queue) }
}
