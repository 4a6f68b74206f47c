/// The selected schedules of one grouping key: what becomes one invoice.
struct InvoiceGroup {
  let key: GroupingKey
  /// ``GroupingKey/text``, made once.
  let text: String
  let account: Account
  /// In order of schedule identifier.
  var members: [Member]

  struct Member {
    let due: DueSchedule
    let terms: InvoicingTerms

    var schedule: BillingSchedule { due.schedule }
  }

  /// One group for each key, in order of its text.
  static func groups(
    of due: [DueSchedule], facts: WorkingSet, taxEngine: String
  ) -> [InvoiceGroup] {
    var places: [GroupingKey: Int] = [:]
    var groups: [InvoiceGroup] = []
    for due in due {
      let terms = InvoicingTerms(of: due.schedule, account: due.account, facts: facts)
      let key = GroupingKey(
        of: due.schedule, account: due.account, terms: terms, taxEngine: taxEngine)
      let place = places[key] ?? groups.count
      if place == groups.count {
        places[key] = place
        groups.append(InvoiceGroup(key: key, text: key.text, account: due.account, members: []))
      }
      groups[place].members.append(Member(due: due, terms: terms))
    }
    return groups.sorted { $0.text < $1.text }
  }
}
