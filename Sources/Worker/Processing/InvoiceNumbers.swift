import Billing
import Storage

/// The numbers for the posted invoices of a batch, taken from each of their sequences at once and handed out one by one.
struct InvoiceNumbers {
  private var values: [SequencePolicy.ID?: Range<Int64>.Iterator]

  /// Takes as many values of each sequence as the decisions post invoices by it.
  init(
    for decisions: some Sequence<Decision>, in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    var counts: [SequencePolicy.ID?: (startValue: Int64, count: Int)] = [:]
    for decision in decisions {
      // One that was taken in brings its number: a value taken for it would leave a gap.
      for case .made(let invoice) in decision.invoices where invoice.isNumberedHere {
        let policy = decision.sequencePolicies[invoice.id]
        counts[policy?.id, default: (policy?.startValue ?? 1, 0)].count += 1
      }
    }
    let requests = counts.map { policyId, wanted in
      SequenceRequest(policyId: policyId, startValue: wanted.startValue, count: wanted.count)
    }
    values = try transaction.takeInvoiceNumbers(requests).mapValues { $0.makeIterator() }
  }

  /// The next number of the invoice's sequence; `policy` is nil for the built-in one.
  mutating func next(for invoice: Invoice, policy: SequencePolicy?) -> String? {
    guard let value = values[policy?.id]?.next() else { return nil }
    guard let policy else {
      return InvoiceNumber.format(sequenceValue: value, invoiceDate: invoice.invoiceDate)
    }
    return policy.number(value, invoiceDate: invoice.invoiceDate)
  }
}
