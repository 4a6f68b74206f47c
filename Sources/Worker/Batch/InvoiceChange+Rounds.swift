import Billing

extension InvoiceChange {
  /// The changes of a batch, in lists that hold each invoice once and are written one after the other: where two requests
  /// change one invoice, each finds the version that the one before it left.
  static func eachOnce(_ changes: [InvoiceChange]) -> [[InvoiceChange]] {
    var lists: [[InvoiceChange]] = []
    var count: [Invoice.ID: Int] = [:]
    for change in changes {
      let place = count[change.invoice.id, default: 0]
      if place == lists.count { lists.append([]) }
      lists[place].append(change)
      count[change.invoice.id] = place + 1
    }
    return lists
  }
}
