import Billing
import CivilTime
import Storage

/// A document that gets its number with its batch: an invoice that is posted, or a credit memo.
struct NumberedDocument {
  enum ID: Hashable {
    case invoice(Invoice.ID)
    case creditMemo(CreditMemo.ID)
  }

  let id: ID
  /// nil for the built-in one of its kind.
  let policy: SequencePolicy?
  /// The invoice's date or the memo's: it decides the year in the number.
  let date: CivilDate
  let legalEntityId: LegalEntity.ID?
  /// What its number is unique among.
  let scope: NumberScope

  var target: SequencePolicy.Target {
    switch id {
    case .invoice: .invoice
    case .creditMemo: .creditMemo
    }
  }

  var sequence: NumberSequence { policy.map { .policy($0.id) } ?? .builtIn(target) }

  func number(_ value: Int64) -> String {
    if let policy { return policy.number(value, invoiceDate: date) }
    return switch id {
    case .invoice: InvoiceNumber.format(sequenceValue: value, invoiceDate: date)
    case .creditMemo: CreditMemoNumber.format(sequenceValue: value, creditDate: date)
    }
  }

  func issuing(_ value: Int64) -> NumberInScope {
    NumberInScope(number: number(value), scope: scope)
  }

  func request(_ count: Int) -> NumbersWanted {
    NumbersWanted(sequence, startValue: policy?.startValue ?? 1, count: count)
  }

  /// An invoice that is posted and has no number yet: one from outside brings its own, or gets one here when it is posted.
  init?(_ invoice: Invoice, by policy: SequencePolicy?) {
    guard invoice.status == .posted, invoice.number == nil else { return nil }
    id = .invoice(invoice.id)
    self.policy = policy
    date = invoice.invoiceDate
    legalEntityId = invoice.legalEntityId
    scope = invoice.numberScope
  }

  init?(_ memo: CreditMemo, by policy: SequencePolicy?) {
    guard memo.number == nil else { return nil }
    id = .creditMemo(memo.id)
    self.policy = policy
    date = memo.creditDate
    legalEntityId = memo.legalEntityId
    scope = memo.numberScope
  }

  /// What a batch numbers, in the order in which it is numbered: of delivery, then each request's own, the invoices made,
  /// the drafts posted, the memos (<doc:Numbering>).
  static func all(of decisions: some Sequence<Decision>) -> [NumberedDocument] {
    var documents: [NumberedDocument] = []
    // A later request of the batch may change what an earlier one posted.
    var posted: Set<Invoice.ID> = []
    for decision in decisions {
      let invoices = decision.effects.invoices
      for invoice in invoices.made {
        guard let document = Self(invoice, by: invoices.sequencePolicies[invoice.id]) else {
          continue
        }
        documents.append(document)
      }
      for invoice in invoices.changed.lazy.map(\.invoice) where !posted.contains(invoice.id) {
        guard let document = Self(invoice, by: invoices.sequencePolicies[invoice.id]) else {
          continue
        }
        posted.insert(invoice.id)
        documents.append(document)
      }
      let ledger = decision.effects.ledger
      for memo in ledger.creditMemos {
        guard let document = Self(memo, by: ledger.sequencePolicies[memo.id]) else { continue }
        documents.append(document)
      }
    }
    return documents
  }
}
