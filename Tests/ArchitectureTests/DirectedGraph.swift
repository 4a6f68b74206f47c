/// Arrows between names, and the circles that they form.
struct DirectedGraph {
  var arrows: [String: Set<String>]

  /// The nodes that lie on a circle, of any length, in groups: all of a group reach each other.
  var circles: [Set<String>] {
    let reached = arrows.mapValues { reachable(from: $0) }
    var groups: Set<Set<String>> = []
    for (node, below) in reached where below.contains(node) {
      groups.insert(below.filter { reached[$0]?.contains(node) ?? false })
    }
    return groups.sorted { $0.sorted().lexicographicallyPrecedes($1.sorted()) }
  }

  /// Everything below a node, along any number of arrows.
  func reachable(from node: String) -> Set<String> {
    reachable(from: arrows[node] ?? [])
  }

  private func reachable(from first: Set<String>) -> Set<String> {
    var found = first
    var open = Array(first)
    while let next = open.popLast() {
      for below in arrows[next] ?? [] where found.insert(below).inserted { open.append(below) }
    }
    return found
  }
}
