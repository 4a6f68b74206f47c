/// The selected schedules of one grouping key: what becomes one invoice.
struct InvoiceGroup {
  let key: GroupingKey
  /// ``GroupingKey/text``, made once.
  let text: String
  let account: Account
  /// Bundles before their parts, then in order of schedule identifier.
  var members: [Member]

  /// <doc:Generation#Group>: parents first.
  private mutating func putBundlesFirst(facts: WorkingSet) {
    var depths: [BillingScheduleGroup.ID: Int] = [:]
    let ranked = members.map { member in
      guard let group = member.schedule.billingScheduleGroupId else {
        return (depth: 0, member: member)
      }
      let depth = depths[group] ?? facts.bundles(above: group).reduce(0) { count, _ in count + 1 }
      depths[group] = depth
      return (depth: depth, member: member)
    }
    members = ranked.sorted { left, right in
      (left.depth, left.member.schedule.id) < (right.depth, right.member.schedule.id)
    }
    .map(\.member)
  }

  struct Member {
    let due: DueSchedule
    let terms: InvoicingTerms

    var schedule: BillingSchedule { due.schedule }
  }

  /// One group for each key, in order of its text.
  static func groups(
    of due: [DueSchedule], facts: WorkingSet, taxEngine: String
  ) -> [InvoiceGroup] {
    var indices: [GroupingKey: Int] = [:]
    var groups: [InvoiceGroup] = []
    for due in due {
      let terms = facts.invoicingTerms(of: due.schedule, account: due.account)
      let key = GroupingKey(
        of: due.schedule, billingContractId: due.billingContractId, account: due.account,
        terms: terms, taxEngine: taxEngine)
      // Mostly that of the schedule before.
      let index = groups.last?.key == key ? groups.count - 1 : indices[key] ?? groups.count
      if index == groups.count {
        indices[key] = index
        groups.append(InvoiceGroup(key: key, text: key.text, account: due.account, members: []))
      }
      groups[index].members.append(Member(due: due, terms: terms))
    }
    if facts.hasBundles {
      for index in groups.indices { groups[index].putBundlesFirst(facts: facts) }
    }
    return groups.sorted { $0.text < $1.text }
  }
}
