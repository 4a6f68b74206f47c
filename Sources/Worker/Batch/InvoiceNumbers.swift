import Billing
import Storage

/// The numbers for the posted invoices of a batch (<doc:Numbering>).
///
/// A policy may come to a number that an invoice of the same legal entity bears already: another policy wrote the
/// same text before it was replaced, or the built-in one did, or it came from outside: the built-in one reserves nothing.
/// One that comes from outside at the same time is kept apart by the counter's row: whoever stores it holds that row as
/// well (``StoreTransaction/insert(_:)``).
/// Such a value is passed over, so that the sequence goes on where the other ended; without that the database's unique
/// index would refuse the batch for ever.
struct InvoiceNumbers {
  private var numbers: [Invoice.ID: String] = [:]
  /// What invoices bear, of the numbers that were asked for, and what this batch gives.
  private var issued: Set<IssuedNumber> = []
  private var asked: Set<String> = []
  /// How many values to ask for at once; more each time, for a sequence may have a long way to go.
  private var block: Int64 = 64

  private static let largestBlock: Int64 = 4_096

  /// Takes as many values of each sequence as the decisions post invoices by it, and those passed over.
  init(
    for decisions: some Sequence<Decision>, in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    let postings = Self.postings(of: decisions)
    guard !postings.isEmpty else { return }
    issued = Self.brought(by: decisions)
    var wanted: [SequencePolicy.ID?: SequenceRequest] = [:]
    for posting in postings {
      wanted[posting.policy?.id] = posting.request((wanted[posting.policy?.id]?.count ?? 0) + 1)
    }
    let taken = try transaction.takeInvoiceNumbers(Array(wanted.values))
    var next = taken.mapValues(\.lowerBound)
    try askForExpected(postings, from: next, in: transaction)
    for posting in postings {
      guard var value = next[posting.policy?.id] else { continue }
      while try isIssued(value, for: posting, in: transaction) { value += 1 }
      issued.insert(posting.issuing(value))
      numbers[posting.invoice.id] = posting.number(value)
      next[posting.policy?.id] = value + 1
    }
    var passedOver: [SequenceRequest] = []
    for (policyId, range) in taken {
      guard let end = next[policyId], range.upperBound < end, let request = wanted[policyId] else {
        continue
      }
      passedOver.append(
        SequenceRequest(
          policyId: policyId, startValue: request.startValue, count: Int(end - range.upperBound)))
    }
    _ = try transaction.takeInvoiceNumbers(passedOver)
  }

  /// Gives the posted invoices their numbers: order of delivery, then of grouping key (<doc:Numbering>).
  func assign(to planned: [PlannedRequest]) {
    guard !numbers.isEmpty else { return }
    for request in planned {
      for index in request.decision.effects.invoices.made.indices {
        let invoice = request.decision.effects.invoices.made[index]
        guard let number = numbers[invoice.id] else { continue }
        request.decision.effects.invoices.made[index] = invoice.posting(number: number)
      }
      // A recovery names invoices that were made earlier, maybe in this very batch.
      for index in request.decision.answer.invoices.indices {
        guard case .existing(let summary) = request.decision.answer.invoices[index],
          let number = numbers[summary.id]
        else { continue }
        request.decision.answer.invoices[index] = .existing(summary.numbered(number))
      }
    }
  }

  /// Asks in one question for all numbers that the batch will most likely give.
  private mutating func askForExpected(
    _ postings: [Posting], from first: [SequencePolicy.ID?: Int64],
    in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    var next = first
    var expected: Set<String> = []
    for posting in postings {
      guard let value = next[posting.policy?.id] else { continue }
      expected.insert(posting.number(value))
      next[posting.policy?.id] = value + 1
    }
    try ask(expected, in: transaction)
  }

  private mutating func isIssued(
    _ value: Int64, for posting: Posting, in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> Bool {
    let number = posting.issuing(value)
    if !asked.contains(number.number) {
      try ask(Set((value..<(value + block)).map(posting.number)), in: transaction)
      block = min(block * 2, Self.largestBlock)
    }
    return issued.contains(number)
  }

  private mutating func ask(
    _ numbers: Set<String>, in transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    asked.formUnion(numbers)
    issued.formUnion(try transaction.issuedNumbers(among: numbers))
  }
}

extension InvoiceNumbers {
  /// An invoice that is posted, and what numbers it; nil for the built-in policy.
  private struct Posting {
    let invoice: Invoice
    let policy: SequencePolicy?

    func number(_ value: Int64) -> String {
      policy?.number(value, invoiceDate: invoice.invoiceDate)
        ?? InvoiceNumber.format(sequenceValue: value, invoiceDate: invoice.invoiceDate)
    }

    func issuing(_ value: Int64) -> IssuedNumber {
      IssuedNumber(number: number(value), legalEntityId: invoice.legalEntityId)
    }

    func request(_ count: Int) -> SequenceRequest {
      SequenceRequest(policyId: policy?.id, startValue: policy?.startValue ?? 1, count: count)
    }
  }

  /// The numbers from outside of invoices of this very batch, which the store does not know yet.
  private static func brought(by decisions: some Sequence<Decision>) -> Set<IssuedNumber> {
    var brought: Set<IssuedNumber> = []
    for decision in decisions {
      for invoice in decision.effects.invoices.made where invoice.creationMode == .external {
        guard let number = invoice.number, invoice.isNumberedAmongGenerated else { continue }
        brought.insert(IssuedNumber(number: number, legalEntityId: invoice.legalEntityId))
      }
    }
    return brought
  }

  /// In the order in which they are numbered: of delivery, then of grouping key.
  private static func postings(of decisions: some Sequence<Decision>) -> [Posting] {
    var postings: [Posting] = []
    for decision in decisions {
      // One that was ingested brings its number: a value taken for it would leave a gap.
      for invoice in decision.effects.invoices.made where invoice.isNumberedHere {
        postings.append(
          Posting(invoice: invoice, policy: decision.effects.invoices.sequencePolicies[invoice.id]))
      }
    }
    return postings
  }
}

extension Invoice {
  /// A posted invoice that was ingested has its number already.
  fileprivate var isNumberedHere: Bool { status == .posted && creationMode == .generated }
}
