extension BillingSchedule {
  /// The combinations that <doc:Schedules#Periods> allows, and nothing else.
  package var fieldFaults: [FieldFault] {
    var faults = attributes.fieldFaults
    func refuse(_ field: String, _ sentence: String) {
      faults.append(FieldFault(field: field, sentence: sentence))
    }
    if billingTerm < 1 { refuse("billingTerm", "billingTerm must be 1 or more.") }
    if !periodBoundary.allows(billingTermUnit) {
      refuse(
        "periodBoundary",
        "periodBoundary \(periodBoundary.rawValue) does not go with billingTermUnit "
          + "\(billingTermUnit.rawValue); it goes with "
          + BillingTermUnit.allCases.filter(periodBoundary.allows).map(\.rawValue)
          .joined(separator: ", ") + ".")
    }
    switch (periodBoundary, billDayOfMonth) {
    case (.dayOfPeriod, nil):
      refuse("billDayOfMonth", "periodBoundary DayOfPeriod needs a billDayOfMonth from 1 to 31.")
    case (.dayOfPeriod, .some(let day)) where !(1...31).contains(day):
      refuse("billDayOfMonth", "billDayOfMonth must be from 1 to 31.")
    case (.dayOfPeriod, .some), (_, nil):
      break
    case (_, .some):
      refuse("billDayOfMonth", "billDayOfMonth goes with periodBoundary DayOfPeriod only.")
    }
    if anchorDate != nil, periodBoundary != .anniversary {
      refuse("anchorDate", "anchorDate goes with periodBoundary Anniversary only.")
    } else if anchorDate != nil, billingTermUnit == .oneTime {
      refuse(
        "anchorDate",
        "anchorDate goes with periods that recur: leave it out with billingTermUnit OneTime.")
    }
    switch (billingMethod, billingTermUnit) {
    case (.orderAmount, .oneTime):
      break
    case (.orderAmount, _):
      if endDate == nil {
        refuse("endDate", "billingMethod OrderAmount needs an endDate, its last day (inclusive).")
      }
    case (.milestone, .oneTime):
      break
    case (.milestone, _):
      refuse(
        "billingTermUnit",
        "billingMethod Milestone is charged once: give it billingTermUnit OneTime.")
    case (.usage, .oneTime):
      refuse(
        "billingTermUnit", "Usage is billed by periods: give a billingTermUnit other than OneTime.")
    case (.usage, _):
      break
    case (.evergreen, .oneTime):
      refuse("billingMethod", "A OneTime charge has an end: give it billingMethod OrderAmount.")
    case (.evergreen, _):
      if endDate != nil {
        refuse(
          "endDate",
          "billingMethod Evergreen has no endDate; use cancellationDate to end it, or OrderAmount.")
      }
    }
    faults += usageFaults
    if totalAmount != nil, billingMethod != .orderAmount {
      refuse("totalAmount", "totalAmount goes with billingMethod OrderAmount only.")
    }
    if milestoneDate != nil, billingMethod != .milestone {
      refuse("milestoneDate", "milestoneDate goes with billingMethod Milestone only.")
    }
    if let endDate, endDate < startDate {
      refuse("endDate", "endDate \(endDate) is before startDate \(startDate).")
    }
    if attributes.invoiceGroupType == .custom, attributes.customInvoiceGroupKey == nil,
      billingScheduleGroupId == nil
    {
      refuse(
        "customInvoiceGroupKey",
        "invoiceGroupType Custom needs a customInvoiceGroupKey here or on the schedule's group.")
    }
    return faults
  }
}

extension PeriodBoundary {
  /// Which units may have this boundary.
  func allows(_ unit: BillingTermUnit) -> Bool {
    switch (self, unit) {
    case (.anniversary, _): true
    case (.alignToCalendar, .week): true
    case (_, .month), (_, .quarter), (_, .semiAnnual), (_, .year): true
    case (_, .day), (_, .week), (_, .oneTime): false
    }
  }
}
