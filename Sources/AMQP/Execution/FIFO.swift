/// A first-in, first-out queue over an array: taking moves an index instead of the elements.
///
/// What was taken is released in halves. Under a lasting backlog the queue is never empty, so everything taken since
/// would otherwise stay in memory; and releasing halves moves no more elements than were taken.
package struct FIFO<Element> {
  private var elements: [Element] = []
  /// Everything before it has been taken.
  private var head = 0

  package init() {}

  package init(_ elements: [Element]) { self.elements = elements }

  package var isEmpty: Bool { head == elements.count }
  package var count: Int { elements.count - head }
  package var first: Element? { isEmpty ? nil : elements[head] }

  /// The element `offset` places behind the first.
  package subscript(offset: Int) -> Element { elements[head + offset] }

  package mutating func append(_ element: Element) { elements.append(element) }

  package mutating func append(contentsOf more: [Element]) {
    // A whole array into an empty queue is taken over, not copied.
    if isEmpty { self = FIFO(more) } else { elements.append(contentsOf: more) }
  }

  /// The first `count` elements, fewer when there are fewer; they stay.
  package func prefix(_ count: Int) -> [Element] { Array(elements[head...].prefix(count)) }

  /// Takes the first `count` elements, fewer when there are fewer.
  package mutating func removeFirst(_ count: Int) {
    head += min(max(0, count), self.count)
    if head == elements.count {
      elements.removeAll(keepingCapacity: true)
      head = 0
    } else if head * 2 >= elements.count {
      elements.removeFirst(head)
      head = 0
    }
  }

  /// Takes everything, and gives the memory back.
  package mutating func removeAll() -> [Element] {
    defer { self = FIFO() }
    return Array(elements[head...])
  }
}

extension FIFO: Sendable where Element: Sendable {}
