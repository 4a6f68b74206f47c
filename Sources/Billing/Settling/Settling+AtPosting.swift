import CivilTime
import Monetary

/// What the account asks for when an invoice of it is posted (<doc:Lifecycle#At-posting>).
extension Settling {
  /// Settles an invoice that was just posted: its negative lines become a credit memo, then open memos, then unapplied
  /// payments, oldest first, are applied up to its balance. Effective today. The invoice was posted here
  /// (``change(_:_:cause:lines:)``) or made here (``add(made:)``); its account is among the facts.
  ///
  /// - Throws: ``ItemRefusal`` when a memo cannot be made or a sum is beyond its bound; nothing has moved then.
  mutating func settleAtPosting(of id: Invoice.ID) throws(ItemRefusal) {
    guard let posted = invoice(id), let account = facts.accounts[posted.accountId],
      account.settlesAtPosting
    else { return }
    let before = self
    do throws(ItemRefusal) {
      let today = today(of: account.id)
      if account.convertNegativeLines {
        try convertNegativeLines(
          of: id, lineIds: nil, effectiveDate: today, appliesToInvoice: true)
      }
      let sources = openSources(of: account, posted.currency)
      do throws(MonetaryError) {
        for source in sources {
          guard let open = invoice(id)?.balance, open.isPositive else { break }
          try apply(open.atMost(source.left), from: source.id, to: id, effectiveDate: today)
        }
      } catch {
        throw ItemRefusal(
          .amountOverflow,
          "A sum of invoice \(posted.name) or of what settles it would be beyond 18 digits before "
            + "the point.")
      }
    } catch {
      self = before
      throw error
    }
  }

  /// Memos by credit date, then payments by the day they were received; each with something left, each kind only where the
  /// account says so.
  private func openSources(of account: Account, _ currency: Currency) -> [Source] {
    let made = effects.creditMemos.lazy.filter { $0.accountId == account.id }.map {
      LedgerSource.creditMemo($0.id)
    }
    let known = facts.ledger.openSources(of: account.id).union(made)
    var memos: [(CivilDate, Source)] = []
    var payments: [(CivilDate, Source)] = []
    for id in known {
      guard let source = try? source(id), source.left.isPositive, source.currency == currency
      else { continue }
      switch id {
      case .creditMemo(let id):
        guard account.applyCredits, let memo = memo(id) else { continue }
        memos.append((memo.creditDate, source))
      case .payment(let id):
        guard account.applyPayments, let payment = payment(id) else { continue }
        payments.append((payment.receivedDate, source))
      }
    }
    return [memos, payments].flatMap { sources in
      sources.sorted { ($0.0, $0.1.record.id) < ($1.0, $1.1.record.id) }.map(\.1)
    }
  }
}
